"""What a version gives away besides its page: for whom, in which form, with which headers."""

import base64
import html
import json
import re
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from urllib.parse import quote

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from jsonschema import Draft202012Validator, ValidationError
from PIL import Image

from tests.factories import (
    make_article,
    make_correction,
    make_cover,
    make_draft,
    make_published,
    make_scheduled,
    make_site,
    make_user,
    make_withdrawn,
)

pytestmark = pytest.mark.django_db

HOSTILE = '"</script><b>&{}%'
FILES = {
    "map.svg": "image/svg+xml",
    "map.png": "image/png",
    "social.png": "image/png",
    "embed/": "text/html; charset=utf-8",
    "cite/": "text/html; charset=utf-8",
    "map.json": "application/json",
}
MAKERS = {"draft": make_draft, "scheduled": make_scheduled, "withdrawn": make_withdrawn}


def get(client, rest, number="v0.1", status=200):
    answer = client.get(f"/articles/ml-map/{number}/{rest}")
    assert answer.status_code == status, rest
    return answer


def policy(answer):
    rules = (rule.split() for rule in answer["Content-Security-Policy"].split(";"))
    return {name: values for name, *values in rules}


# Every file


@pytest.mark.parametrize("rest", FILES)
def test_a_file_has_its_type_and_may_be_kept_by_anyone(rest, client, version):
    answer = get(client, rest)
    assert answer["Content-Type"] == FILES[rest]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "public, max-age=0"
    assert not answer.cookies
    assert "unsafe" not in answer["Content-Security-Policy"]


@pytest.mark.parametrize("rest", [*FILES, "cite/?format=bibtex"])
def test_head_answers_as_get_does_and_nothing_else_is_heard(rest, client, version):
    address = f"/articles/ml-map/v0.1/{rest}"
    head = client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Type"] == client.get(address)["Content-Type"]
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("rest", FILES)
def test_a_file_is_the_same_bytes_for_everyone_and_always(rest, client, version):
    first = get(client, rest)
    stranger = Client(headers={"accept-language": "de", "user-agent": "Another"})
    assert get(stranger, rest).content == first.content
    again = client.get(f"/articles/ml-map/v0.1/{rest}", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("rest", FILES)
def test_no_answer_to_somebody_signed_in_is_kept(rest, client, version):
    client.force_login(make_user("bob"))
    assert get(client, rest)["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("rest", [*FILES, "cite/?format=csl"])
@pytest.mark.parametrize("state", MAKERS)
def test_what_is_not_public_is_not_found(state, rest, client):
    MAKERS[state](make_article(), title="secret-title")
    answer = get(client, rest, status=404)
    assert "secret" not in answer.content.decode(errors="replace")


@pytest.mark.parametrize("rest", FILES)
def test_a_scheduled_version_has_its_files_from_its_time_on(rest, client):
    make_scheduled(make_article())
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        get(client, rest)


@pytest.mark.parametrize("rest", ["map.svg", "map.png", "embed/"])
def test_where_there_is_no_map_there_is_no_picture_of_it(rest, client):
    make_published(make_article(), placements={})
    get(client, rest, status=404)
    assert get(client, "social.png")["Content-Type"] == "image/png"


@pytest.mark.parametrize("rest", sorted(set(FILES) - {"map.json"}))
def test_a_bigger_map_asks_no_more_of_the_database(rest, client, django_assert_num_queries):
    make_published(make_article(), placements={f"role-{n}": (n, n + 9) for n in range(30)})
    get(client, rest)
    make_published(make_article("small"), placements={"developer": (0, 50)})
    with django_assert_num_queries(3 if rest == "cite/" else 2):
        get(client, rest)
    with django_assert_num_queries(3 if rest == "cite/" else 2):
        client.get(f"/articles/small/v0.1/{rest}")


# The drawing and its pictures


def test_the_svg_allows_its_own_style_and_nothing_else(client, version):
    answer = get(client, "map.svg")
    style = html.unescape(re.search("<style>(.*?)</style>", answer.content.decode(), re.S)[1])
    digest = base64.b64encode(sha256(style.encode()).digest()).decode()
    rules = policy(answer)
    assert rules.pop("style-src") == [f"'sha256-{digest}'"]
    assert set(rules) >= {"default-src", "base-uri", "object-src", "frame-ancestors"}
    assert all(values == ["'none'"] for values in rules.values())
    assert answer["X-Frame-Options"] == "DENY"


def test_the_svg_leads_back_to_this_site(client, version):
    links = re.findall(r'href="([^"]*)"', get(client, "map.svg").content.decode())
    assert "http://127.0.0.1:8000/roles/developer/" in links
    assert all(link.startswith("http://127.0.0.1:8000/roles/") for link in links)


@pytest.mark.parametrize(("name", "width"), [("map.png", 2080), ("social.png", 1200)])
def test_a_picture_has_its_size_and_is_light_to_carry(name, width, client, version):
    content = get(client, name).content
    assert Image.open(BytesIO(content)).width == width
    assert len(content) < 300_000


@pytest.mark.thorough
def test_the_forty_roles_of_a_large_map_are_still_light_to_carry(client):
    make_published(make_article(), placements={f"role-{n}": (n, n + 30) for n in range(40)})
    for name, most in {"map.svg": 120_000, "map.png": 500_000, "social.png": 300_000}.items():
        assert len(get(client, name).content) < most


# The frame


def test_the_frame_may_stand_anywhere_and_nothing_else_may(client, version):
    answer = get(client, "embed/")
    assert policy(answer)["frame-ancestors"] == ["*"]
    assert not answer.has_header("X-Frame-Options")
    for rest in ("", "cite/", "map.svg"):
        other = get(client, rest)
        assert policy(other)["frame-ancestors"] == ["'none'"]
        assert other["X-Frame-Options"] == "DENY"


def test_the_frame_is_as_strict_as_any_page_otherwise(client, version):
    frame, page = policy(get(client, "embed/")), policy(get(client, ""))
    assert frame | {"frame-ancestors": []} == page | {"frame-ancestors": []}


def test_the_frame_holds_the_map_and_leads_out(client, version):
    page = get(client, "embed/").content.decode()
    assert page.count("<svg") == 2
    assert 'class="site"' not in page
    assert "<form" not in page
    links = re.findall(r'<a\b[^>]*href="([^"]*)"([^>]*)', page)
    assert "/articles/ml-map/v0.1/" in [address for address, _ in links]
    assert all('target="_blank"' in rest for _, rest in links)


# oEmbed


def oembed(client, address="http://127.0.0.1:8000/articles/ml-map/v0.1/", status=200, **options):
    answer = client.get("/oembed/", {"url": address} | options)
    assert answer.status_code == status
    return answer.json() if status == 200 else None


@pytest.mark.parametrize("rest", ["", "v0.1/", "v0.1/embed/"])
def test_oembed_knows_the_addresses_of_a_map(rest, client, version):
    found = oembed(client, f"http://127.0.0.1:8000/articles/ml-map/{rest}")
    assert (found["type"], found["version"]) == ("rich", "1.0")
    assert found["title"] == version.title
    assert found["author_name"] == "alice"
    assert 'src="http://127.0.0.1:8000/articles/ml-map/v0.1/embed/"' in found["html"]
    assert f'width="{found["width"]}" height="{found["height"]}"' in found["html"]
    assert found["thumbnail_url"] == "http://127.0.0.1:8000/articles/ml-map/v0.1/social.png"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://evil.example/articles/ml-map/v0.1/",
        "http://127.0.0.1:8000.evil.example/articles/ml-map/v0.1/",
        "http://evil@127.0.0.1:8000/articles/ml-map/v0.1/",
        "//127.0.0.1:8000/articles/ml-map/v0.1/",
        "javascript://127.0.0.1:8000/articles/ml-map/v0.1/",
        "http://[::1/articles/ml-map/v0.1/",
        "http://127.0.0.1:8000/articles/ml-map/v0.9/",
        "http://127.0.0.1:8000/articles/nothing/",
        "http://127.0.0.1:8000/articles/ml-map/v0.1/cite/",
        "http://127.0.0.1:8000/",
        "http://127.0.0.1:8000/articles/ml-map/%00/",
    ],
)
def test_oembed_knows_no_other_address(address, client, version):
    oembed(client, address, status=404)


@pytest.mark.parametrize("state", MAKERS)
def test_oembed_tells_nothing_of_what_is_not_public(state, client):
    MAKERS[state](make_article(), title="secret-title")
    oembed(client, status=404)
    oembed(client, "http://127.0.0.1:8000/articles/ml-map/", status=404)


def test_oembed_has_nothing_to_show_of_a_text(client):
    make_published(make_article(), placements={})
    oembed(client, status=404)


def test_oembed_speaks_json_alone(client, version):
    assert oembed(client, format="json") == oembed(client)
    oembed(client, format="xml", status=501)


def test_oembed_keeps_within_the_room_it_is_given(client, version):
    whole = oembed(client)
    for width in (320, 500, 900):
        found = oembed(client, maxwidth=width)
        assert found["width"] == width
        assert "thumbnail_url" not in found
    assert oembed(client, maxwidth=5000)["width"] == whole["width"]
    assert oembed(client, maxheight=200)["height"] == 200
    for odd in ("", "-1", "abc", "²", "9" * 30):
        assert oembed(client, maxwidth=odd) == whole


def test_oembed_escapes_a_title(client):
    make_published(make_article(), title=HOSTILE)
    found = oembed(client)
    assert found["title"] == HOSTILE
    assert "<b>" not in found["html"]
    assert html.unescape(re.search('title="([^"]*)"', found["html"])[1]) == f"{HOSTILE} (v0.1)"


# What a page says to whoever shares it


def told(page):
    found = re.findall(r'<meta (?:property|name)="([^"]*)" content="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in found}


def test_a_page_tells_how_it_is_shared(client):
    make_published(make_article(), title=HOSTILE, teaser=HOSTILE)
    page = client.get("/articles/ml-map/").content.decode()
    meta = told(page)
    assert meta["og:title"] == meta["og:description"] == HOSTILE
    assert meta["og:type"] == "article"
    assert meta["og:url"] == "http://127.0.0.1:8000/articles/ml-map/"
    assert meta["og:image"] == "http://127.0.0.1:8000/articles/ml-map/v0.1/social.png"
    assert meta["twitter:card"] == "summary_large_image"
    assert client.get(meta["og:image"]).status_code == 200
    assert "<b>" not in page


def test_a_page_leads_to_its_oembed_description(client, version):
    page = client.get("/articles/ml-map/").content.decode()
    tag = re.search(r'<link rel="alternate" type="application/json\+oembed"[^>]*>', page)[0]
    address = html.unescape(re.search('href="([^"]*)"', tag)[1])
    assert quote("http://127.0.0.1:8000/articles/ml-map/v0.1/", safe="") in address
    assert client.get(address).json()["title"] == version.title


def test_a_text_is_not_offered_as_a_frame(client):
    make_published(make_article(), placements={})
    assert "oembed" not in client.get("/articles/ml-map/").content.decode()


def test_a_map_leads_to_its_files(client, version):
    page = client.get("/articles/ml-map/").content.decode()
    for rest in ("map.svg", "map.png", "map.json", "cite/#embed"):
        assert f'href="/articles/ml-map/v0.1/{rest}"' in page


def test_a_preview_is_not_shared(client):
    draft = make_draft(make_article())
    client.force_login(draft.article.author)
    page = client.get(f"/admin/articles/version/{draft.pk}/preview/").content.decode()
    for said in ("og:image", "oembed", "map.svg", "/cite/"):
        assert said not in page


# The schema


@pytest.fixture
def schema(client):
    answer = client.get("/schemas/version-1.json")
    assert answer["Content-Type"] == "application/schema+json"
    Draft202012Validator.check_schema(answer.json())
    return Draft202012Validator(answer.json())


def test_what_readers_download_is_as_the_schema_says(client, schema):
    make_site()
    make_published(
        make_article("hostile"), title=HOSTILE, teaser=HOSTILE, cover=make_cover(), cover_alt="A"
    )
    make_published(make_article("plain"), placements={}, line_start="", line_end="")
    for address in ("ml-map/v0.1", "ml-map/v0.2", "hostile/v0.1", "plain/v0.1"):
        schema.validate(json.loads(client.get(f"/articles/{address}/map.json").content))


@pytest.mark.parametrize(
    "change",
    [
        {"schema": 2},
        {"number": "v0.1"},
        {"revision": 2},
        {"correction": "There is none."},
        {"html": "<p>"},
        {"published_at": "2024-05-01"},
        {"descents": [["developer"]]},
        {"placements": [{"role": "developer"}]},
    ],
    ids=str,
)
def test_the_schema_refuses_what_the_site_never_says(change, client, schema, version):
    data = get(client, "map.json").json()
    with pytest.raises(ValidationError):
        schema.validate(data | change)


def test_a_correction_is_as_the_schema_says(client, schema, version):
    make_correction(version)
    data = get(client, "map.json").json()
    assert (data["revision"], data["correction"]) == (2, "A slip of the pen.")
    schema.validate(data)
