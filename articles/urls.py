from django.urls import path, register_converter

from articles import editor, views
from articles.numbers import NumberConverter

register_converter(NumberConverter, "number")

urlpatterns = [
    # The names that the Markdown editor's package calls.
    path("markdownx/markdownify/", editor.markdownify, name="markdownx_markdownify"),
    path("markdownx/upload/", editor.upload, name="markdownx_upload"),
    path("articles/", views.article_list, name="article_list"),
    path("tags/<str:slug>/", views.tag_page, name="tag"),
    # /articles/<slug>/
    path("articles/<slug:slug>/", views.article_page, name="article"),
    path("articles/<slug:slug>/versions/", views.version_list, name="version_list"),
    # /articles/<slug>/v0.1/
    path("articles/<slug:slug>/<number:number>/", views.version_page, name="version"),
    path(
        "articles/<slug:slug>/<number:number>/r<int:revision>/",
        views.revision_page,
        name="revision",
    ),
    path("articles/<slug:slug>/<number:number>/map.json", views.version_json, name="version_json"),
]
