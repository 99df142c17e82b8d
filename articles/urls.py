from django.contrib.sitemaps.views import sitemap
from django.urls import path, re_path, register_converter
from django.views.decorators.http import require_safe

from articles import editor, files, views
from articles.feeds import ArticleFeed, VersionFeed
from articles.numbers import NumberConverter
from articles.oembed import oembed
from articles.previews import shared_preview
from articles.sitemaps import SITEMAPS
from mlmap_site.privacy import shared

register_converter(NumberConverter, "number")

# What is the same in every language has one address.
for_machines = [
    # /articles/<slug>/v0.1/
    path(
        "articles/<slug:slug>/<number:number>/r<int:revision>/map.json",
        views.revision_json,
        name="revision_json",
    ),
    path("articles/<slug:slug>/<number:number>/map.json", views.version_json, name="version_json"),
    path("articles/<slug:slug>/<number:number>/map.png", files.map_as_png, name="map_png"),
    path(
        "articles/<slug:slug>/<number:number>/social.png",
        files.social_picture,
        name="social_picture",
    ),
    # For other programs
    path(
        "sitemap.xml",
        require_safe(shared(sitemap, query=["p"])),
        {"sitemaps": SITEMAPS},
        name="sitemap",
    ),
    path("oembed/", oembed, name="oembed"),
    path("schemas/version-1.json", files.schema, name="version_schema"),
]

urlpatterns = [
    # The names that the Markdown editor's package calls.
    path("markdownx/markdownify/", editor.markdownify, name="markdownx_markdownify"),
    path("markdownx/upload/", editor.upload, name="markdownx_upload"),
    re_path(r"^preview/(?P<token>[\w-]{43})/$", shared_preview, name="shared_preview"),
    path("articles/", views.article_list, name="article_list"),
    re_path(r"^tags/(?P<slug>[-\w]+)/$", views.tag_page, name="tag"),
    # PostgreSQL cannot even be asked for a name with \0 in it.
    re_path(r"^authors/(?P<username>[^/\0]+)/$", views.author_page, name="author"),
    # /articles/<slug>/
    path("articles/<slug:slug>/", views.article_page, name="article"),
    path("articles/<slug:slug>/versions/", views.version_list, name="version_list"),
    # v0.1...v0.2
    path(
        "articles/<slug:slug>/compare/<number:before>...<number:after>/",
        views.compare_page,
        name="compare",
    ),
    # /articles/<slug>/v0.1/
    path("articles/<slug:slug>/<number:number>/", views.version_page, name="version"),
    path("articles/<slug:slug>/<number:number>/place/", views.keep_place, name="keep_place"),
    path(
        "articles/<slug:slug>/<number:number>/r<int:revision>/",
        views.revision_page,
        name="revision",
    ),
    path("articles/<slug:slug>/<number:number>/map.svg", files.map_as_svg, name="map_svg"),
    path("articles/<slug:slug>/<number:number>/embed/", files.embed, name="embed"),
    path("articles/<slug:slug>/<number:number>/cite/", files.cite, name="cite"),
    # Atom
    path("feed/", require_safe(shared(VersionFeed())), name="feed"),
    path("articles/<slug:slug>/feed/", require_safe(shared(ArticleFeed())), name="article_feed"),
]
