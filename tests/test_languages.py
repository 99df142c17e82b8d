"""The interface in each language: the address chooses it, and nothing else does."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.timesince import timesince
from django.utils.translation import override

from mlmap_site.languages import OTHER, in_language, language_of, written_in
from tests.factories import (
    make_article,
    make_comment,
    make_draft,
    make_published,
    make_site,
    make_user,
)

pytestmark = pytest.mark.django_db

SITE = "http://127.0.0.1:8000"
CHINESE = "/zh-hans"
NOW = datetime(2026, 11, 30, tzinfo=UTC)
PAGES = [
    *("/", "/articles/", "/articles/ml-map/", "/articles/ml-map/v0.1/", "/tags/mapping/"),
    *("/articles/ml-map/versions/", "/articles/ml-map/compare/v0.1...v0.2/", "/roles/"),
    *("/roles/data-engineer/", "/articles/ml-map/v0.2/cite/", "/articles/ml-map/comments/"),
    *("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"),
]
ONE_ADDRESS = {
    "version_json": ["ml-map", (0, 1)],
    "map_png": ["ml-map", (0, 1)],
    "social_picture": ["ml-map", (0, 1)],
    "sitemap": [],
    "oembed": [],
    "version_schema": [],
    "comments_schema": [],
    "healthz": [],
    "media": ["covers/" + "0" * 32 + ".webp"],
}


@pytest.fixture
def site():
    return make_site()


def links_of(page):
    return re.findall(r'(?:href|action|hx-get|hx-post)="(/[^"]*)"', page)


# The address says it


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("/", "en"),
        ("/zh-hans/", "zh-hans"),
        ("/zh-hans", "zh-hans"),
        ("/zh-hans/articles/", "zh-hans"),
        ("/zh-hansel/", "en"),
        ("/zh/", "en"),
        ("/de/", "en"),
        ("/en/", "en"),
        ("/articles/zh-hans/", "en"),
    ],
)
def test_the_first_part_of_an_address_is_its_language(path, language):
    assert language_of(path) == language


@pytest.mark.parametrize("path", ["/", "/articles/", "/en/", "/nothing?q=/zh-hans/&at=4"])
def test_an_address_goes_to_the_other_language_and_back(path):
    assert in_language(path, "zh-hans") == CHINESE + path
    assert in_language(CHINESE + path, "en") == path
    assert in_language(path, "en") == path


@pytest.mark.parametrize("path", PAGES)
def test_a_page_speaks_and_links_in_the_language_of_its_address(path, client, site):
    make_comment(site.current())
    for prefix, language in (("", "en"), (CHINESE, "zh-hans")):
        response = client.get(prefix + path)
        page = response.content.decode()
        assert f'<html lang="{language}">' in page
        assert response["Content-Language"] == language
        # Text of the author leads where the author said; files and the switch have one address.
        page = re.sub(r'<div class="prose"[^>]*>.*?</div>', "", page, flags=re.DOTALL)
        page = re.sub(r'<nav class="site-languages".*?</nav>', "", page, flags=re.DOTALL)
        for link in links_of(page):
            if not re.match(r"/(static|media)/|.*\.(json|png)$", link):
                assert language_of(link) == language, link


def test_no_header_and_no_cookie_chooses_a_language(client, site):
    plain = client.get("/articles/")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
    asked = client.get("/articles/", headers={"Accept-Language": "zh-CN,zh;q=0.9"})
    assert asked.content == plain.content
    for response in (asked, client.get("/zh-hans/articles/")):
        assert "Accept-Language" not in response.get("Vary", "")
        assert response["Cache-Control"] == "public, max-age=0"
        assert not response.cookies


def test_what_machines_read_has_one_address():
    for name, arguments in ONE_ADDRESS.items():
        here = reverse(name, args=arguments)
        with override("zh-hans"):
            assert reverse(name, args=arguments) == here, name


@pytest.mark.parametrize("path", ["/zh/", "/de/articles/", "/en/", "/zh-hans/healthz"])
def test_another_prefix_is_no_page(path, client):
    assert client.get(path).status_code == 404


def test_a_missing_slash_is_added_within_the_language(client):
    assert client.get("/zh-hans").url == "/zh-hans/"
    assert client.get("/zh-hans/articles").url == "/zh-hans/articles/"


# The switch


@pytest.mark.parametrize(
    "path",
    ["/search/?kind=role&q=%E4%B8%AD", "/accounts/login/?next=/roles/", "/nowhere/?a=b"],
)
def test_the_switch_keeps_the_page_and_its_query(path, client, site):
    for here in (path, CHINESE + path):
        page = client.get(here).content.decode()
        switch = re.search(r'<nav class="site-languages".*?</nav>', page, re.DOTALL)[0]
        links = re.findall(r'<a href="([^"]*)" lang="([^"]*)" hreflang="([^"]*)"', switch)
        escaped = path.replace("&", "&amp;")
        assert links == [
            (escaped, "en", "en"),
            (CHINESE + escaped, "zh-hans", "zh-hans"),
        ]


def test_a_page_names_itself_in_each_language(client, site):
    for here in ("/articles/ml-map/", "/zh-hans/articles/ml-map/"):
        page = client.get(here).content.decode()
        found = dict(re.findall(r'<link rel="alternate" hreflang="([^"]*)" href="([^"]*)">', page))
        plain = "http://127.0.0.1:8000/articles/ml-map/"
        chinese = "http://127.0.0.1:8000/zh-hans/articles/ml-map/"
        assert found == {"en": plain, "zh-hans": chinese, "x-default": plain}
        assert f'<link rel="canonical" href="http://127.0.0.1:8000{here}">' in page


def test_the_sitemap_knows_each_page_in_each_language(client, site):
    pages = client.get("/sitemap.xml").content.decode().split("<url>")
    (chinese,) = [
        page for page in pages if "<loc>http://127.0.0.1:8000/zh-hans/roles/</loc>" in page
    ]
    assert re.findall(r'hreflang="([^"]*)" href="([^"]*)"', chinese) == [
        ("en", "http://127.0.0.1:8000/roles/"),
        ("zh-hans", "http://127.0.0.1:8000/zh-hans/roles/"),
        ("x-default", "http://127.0.0.1:8000/roles/"),
    ]


def test_what_answers_nothing_and_what_is_not_out_has_no_alternates(client, alice, site):
    client.force_login(alice)
    draft = make_draft(site)
    for path in ("/nowhere/", f"/admin/articles/version/{draft.pk}/preview/"):
        page = client.get(path).content.decode()
        assert "</html>" in page
        assert 'rel="alternate" hreflang' not in page


# What is done in a language stays in it


def test_signing_in_and_posting_stay_in_the_language(client, bob, site):
    answer = client.get("/zh-hans/accounts/profile/")
    assert answer.url == "/zh-hans/accounts/login/?next=/zh-hans/accounts/profile/"
    client.force_login(bob)
    answer = client.post("/zh-hans/articles/ml-map/follow/", {"following": "1"})
    assert answer.url == "/zh-hans/articles/ml-map/follow/"


def test_a_frame_is_in_the_language_of_the_address_that_was_given(client, site):
    for prefix in ("", CHINESE):
        address = f"http://127.0.0.1:8000{prefix}/articles/ml-map/v0.2/"
        found = client.get("/oembed/", {"url": address}).json()
        assert f'src="{address}embed/"' in found["html"]


def test_a_page_that_broke_says_so_in_the_language_of_its_address(client, site, monkeypatch):
    def broken(*arguments):
        raise RuntimeError

    monkeypatch.setattr("articles.views.render_version", broken)
    client.raise_request_exception = False
    answer = client.get("/zh-hans/articles/ml-map/")
    assert answer.status_code == 500
    assert '<html lang="zh-hans">' in answer.content.decode()
    assert 'href="/zh-hans/"' in answer.content.decode()


# What it says


def test_dates_are_written_as_the_language_does(client, site):
    published = site.current().published_at
    english, chinese = (
        client.get(f"{prefix}/articles/ml-map/versions/").content.decode()
        for prefix in ("", CHINESE)
    )
    assert f"{published.day} {published:%B %Y}</time>" in english
    assert f"{published.year}年{published.month}月{published.day}日</time>" in chinese


def test_an_archive_writes_years_and_months_as_the_language_does(client, site):
    make_published(make_article("older"), at=datetime(2024, 2, 3, tzinfo=UTC))
    for prefix, row, year in (
        ("", "2024 February (1)", "2024"),
        (CHINESE, "2024年 2月（1）", "2024年"),
    ):
        archive = client.get(f"{prefix}/articles/").text.partition('id="archive"')[2]
        assert row in " ".join(strip_tags(archive).split())
        assert f"<h1>{year}</h1>" in client.get(f"{prefix}/articles/?in=2024").text


def test_a_month_ago_is_no_january():
    with override("zh-hans"):
        assert timesince(NOW - timedelta(days=40), NOW, depth=1) == "1\xa0个月"


def test_a_sentence_with_names_in_it_is_whole_in_each_language(client, site):
    for prefix, before, after in (("", "It came from ", "."), (CHINESE, "它由 ", " 演变而来。")):
        page = client.get(f"{prefix}/roles/data-engineer/").content.decode()
        link = rf'<a href="{prefix}/roles/ml-engineer/"[^>]*>Ml Engineer</a>'
        assert re.search(f"{before}{link} ?{after}</p>", page)
    assert "它变成了 " in client.get("/zh-hans/roles/ml-engineer/").content.decode()
    page = client.get("/zh-hans/articles/ml-map/v0.1/").content.decode()
    assert re.search(
        r"Ml Engineer</a> 变成了 <a [^>]*>Data Engineer</a> 和 <a [^>]*>Modeller</a>。", page
    )
    assert re.search(r"Mlops</a> 已退出地图。", page)


@pytest.mark.parametrize("path", ["/", "/articles/", "/articles/ml-map/", "/roles/developer/"])
def test_what_an_author_wrote_says_its_language_where_the_page_has_another(path, client, site):
    written = r'<(?:h\d|p|div|a|text)[^>]* lang="en"[^>]*>'
    assert re.search(written, client.get(CHINESE + path).content.decode())
    page = client.get(path).content.decode()
    assert re.findall(r'<(?!html|a href="[^"]*" lang="[^"]*" hreflang)[^>]* lang="', page) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The map of machine learning", "en"),
        ("机器学习的地图", "zh"),
        ("我觉得 ML Engineer 应该再往左一点", "zh"),
        ("On the word 地图 itself", "en"),
        ("機械学習の地図", "ja"),
        ("기계 학습의 지도", "ko"),
        ("Ο χάρτης", "el"),
        ("Карта машинного обучения", OTHER),
        ("خريطة التعلم الآلي", OTHER),
        ("42 %", None),
        ("", None),
    ],
)
def test_letters_tell_the_language_of_a_text(text, language):
    assert written_in(text) == language


def test_who_writes_another_language_than_the_page_is_read_in_theirs(client, site):
    lin = make_user("lin", name="林晓", headline="数据工程师")
    make_comment(site.current(), lin, body="这张地图很有用。")
    make_comment(site.current(), body="Карта помогает.")
    site.tags.add("地图")
    here, there = (client.get(f"{prefix}/articles/ml-map/").text for prefix in ("", CHINESE))
    for words in ("林晓", "数据工程师", "<p>这张地图很有用。</p>"):
        assert re.search(rf' lang="zh">\s*{words}', here)
        assert not re.search(rf' lang="[^"]*">\s*{words}', there)
    assert re.search(r'<li lang="zh"><a class="tag"[^>]*>地图</a>', here)
    assert re.search(r' lang="en">\s*<p>I see it otherwise', there)
    for page in (here, there):
        assert re.search(r'<div class="comment-body prose" dir="auto">\s*<p>Карта', page)


def test_an_article_in_chinese_says_so_on_an_english_page(client):
    values = {"title": "机器学习地图", "teaser": "一张地图。", "body": "## 开始\n\n机器学习很大。"}
    make_published(placements={"developer": (0, 100, "开发者")}, **values)
    page = client.get("/articles/ml-map/").text
    for element in ("<h1", '<div class="prose"', '<a class="map-name"', '<text class="map-label'):
        assert re.search(rf'{element}[^>]* lang="zh"', page), element
    page = client.get("/zh-hans/articles/ml-map/").text
    assert "<h1>机器学习地图</h1>" in page
    assert '<div class="prose"><h2' in page
    assert '<entry xml:lang="zh">' in client.get("/feed/").text


def test_a_feed_is_in_the_language_of_its_address_and_its_entries_in_the_authors(client, site):
    feed = client.get("/zh-hans/feed/").content.decode()
    assert 'xml:lang="zh-hans"' in feed
    assert '<entry xml:lang="en">' in feed


def test_what_a_form_says_of_a_limit_is_in_the_language_of_the_page(client, bob, site):
    client.force_login(bob)
    address = "/articles/ml-map/comments/new/"
    assert "At most 5000 characters" in client.get(address).text
    assert "最多 5000 个字符" in client.get(CHINESE + address).text


def test_a_citation_names_the_one_address_in_each_language(client, site):
    cited = [
        client.get(f"{prefix}/articles/ml-map/v0.2/cite/?format=text") for prefix in ("", CHINESE)
    ]
    assert cited[0].content == cited[1].content
    assert b"http://127.0.0.1:8000/articles/ml-map/v0.2/" in cited[1].content


def test_the_desk_has_one_language_and_one_address(client, alice, site):
    client.force_login(alice)
    assert client.get("/zh-hans/admin/").status_code == 404
    assert client.get("/admin/")["Content-Language"] == "en"
    draft = make_draft(site)
    page = client.get(f"/admin/articles/version/{draft.pk}/preview/").content.decode()
    assert "site-languages" not in page
    assert 'href="/admin/"' in client.get("/zh-hans/").content.decode()
