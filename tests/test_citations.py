"""How a version is cited: what each form names, and that no title can break it."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from articles.citations import Citation, as_bibtex, as_csl, as_text
from tests.factories import LONG_AGO, make_article, make_correction, make_published, make_user

HOSTILE = '"</script><b>&{}%'
CITATION = Citation(
    slug="ml-map",
    author="Anna Müller",
    title="The roles of machine learning",
    number="0.1",
    revision=1,
    issued=date(2024, 5, 1),
    digest="0123456789abcdef" * 4,
    address="https://maps.example/articles/ml-map/v0.1/",
)
FORMS = {"text": as_text, "bibtex": as_bibtex, "csl": as_csl}


def fields_of(entry):
    """Return the fields of a BibTeX entry, read as BibTeX does: by counting braces."""
    fields, rest = {}, entry.split(",\n", 1)[1]
    while match := re.match(r"\s*(\w+)\s*=\s*", rest):
        rest = rest[match.end() :]
        end = closing(rest) if rest.startswith("{") else rest.index(",")
        fields[match[1]] = rest[:end].removeprefix("{").removesuffix("}")
        rest = rest[end + 1 :]
    assert rest.strip() == "}"
    return fields


def closing(text):
    depth = 0
    for place, character in enumerate(text, start=1):
        depth += {"{": 1, "}": -1}.get(character, 0)
        if not depth:
            return place
    raise AssertionError("a brace is not closed")


@pytest.mark.parametrize("write", FORMS.values(), ids=FORMS)
def test_every_form_names_version_date_digest_and_address(write):
    cited = write(CITATION)
    for said in ("Anna Müller", "The roles of machine learning", "0.1", "0123456789ab", "2024"):
        assert said in cited
    assert "https://maps.example/articles/ml-map/v0.1/" in cited
    assert "revision" not in cited


@pytest.mark.parametrize("write", FORMS.values(), ids=FORMS)
def test_a_corrected_version_says_its_revision(write):
    assert "revision 2" in write(replace(CITATION, revision=2))


def test_the_text_is_one_line():
    assert as_text(replace(CITATION, title="Two\nlines")) == (
        "Anna Müller (2024). Two lines (version 0.1). ML Map, 2024-05-01. SHA-256 0123456789ab. "
        "https://maps.example/articles/ml-map/v0.1/\n"
    )


def test_bibtex_has_each_field():
    entry = as_bibtex(CITATION)
    assert entry.startswith("@misc{ml-map-v0.1,\n")
    assert fields_of(entry) == {
        "author": "{Anna Müller}",
        "title": "{The roles of machine learning}",
        "year": "2024",
        "month": "may",
        "date": "2024-05-01",
        "version": "0.1",
        "howpublished": "ML Map",
        "note": "Version 0.1, SHA-256 0123456789ab",
        "url": "https://maps.example/articles/ml-map/v0.1/",
    }


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("R&D_1 #2: 50 % for $5", r"R\&D\_1 \#2: 50 \% for \$5"),
        ("an {open brace", r"an \textbraceleft{}open brace"),
        ("a closed} one", r"a closed\textbraceright{} one"),
        (r"a \command", r"a \textbackslash{}command"),
        ("~ and ^", r"\textasciitilde{} and \textasciicircum{}"),
        ("机器学习 “ü”", "机器学习 “ü”"),
        (HOSTILE, r'"\textless{}/script\textgreater{}\textless{}b\textgreater{}\&'),
    ],
)
def test_bibtex_escapes_what_it_would_read_as_its_own(title, written):
    entry = as_bibtex(replace(CITATION, title=title, author=title))
    assert fields_of(entry)["title"].startswith("{" + written)
    assert fields_of(entry)["author"].startswith("{" + written)


def test_bibtex_takes_a_name_as_one():
    assert fields_of(as_bibtex(replace(CITATION, author="Sons and Daughters")))["author"] == (
        "{Sons and Daughters}"
    )


def test_csl_is_json_with_the_words_of_its_schema():
    (item,) = json.loads(as_csl(replace(CITATION, title=HOSTILE)))
    assert item == {
        "id": "ml-map-v0.1",
        "type": "webpage",
        "title": HOSTILE,
        "author": [{"literal": "Anna Müller"}],
        "container-title": "ML Map",
        "issued": {"date-parts": [[2024, 5, 1]]},
        "version": "0.1",
        "note": "Version 0.1, SHA-256 0123456789ab",
        "URL": "https://maps.example/articles/ml-map/v0.1/",
    }


# The page and the files


@pytest.fixture
def version(db):
    make_user("alice", name="Anna Müller", is_staff=True, is_superuser=True)
    return make_published(make_article(), at=LONG_AGO, title=HOSTILE)


TYPES = {
    "text": ("text/plain; charset=utf-8", "ml-map-v0.1.txt"),
    "bibtex": ("application/x-bibtex; charset=utf-8", "ml-map-v0.1.bib"),
    "csl": ("application/vnd.citationstyles.csl+json", "ml-map-v0.1.json"),
}


@pytest.mark.parametrize("form", TYPES)
def test_each_form_is_a_file_with_its_type(form, client, version):
    answer = client.get(f"/articles/ml-map/v0.1/cite/?format={form}")
    content_type, name = TYPES[form]
    assert answer["Content-Type"] == content_type
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    cited = answer.content.decode()
    assert version.digest[:12] in cited
    assert "http://127.0.0.1:8000/articles/ml-map/v0.1/" in cited
    assert "Anna Müller" in cited


@pytest.mark.parametrize("form", ["xml", "", "%00"])
def test_a_form_that_is_none_is_not_found(form, client, version):
    assert client.get(f"/articles/ml-map/v0.1/cite/?format={form}").status_code == 404


def test_the_page_shows_every_form_to_copy(client, version):
    page = client.get("/articles/ml-map/v0.1/cite/").content.decode()
    blocks = re.findall(r'<textarea[^>]* id="cite-(\w+)"[^>]* readonly', page)
    assert blocks == ["text", "bibtex", "csl", "embed"]
    for block in blocks:
        assert f'<label for="cite-{block}">' in page
    assert version.digest in page
    assert "<b>" not in page
    assert "</script>" not in page


def test_a_corrected_version_is_cited_at_its_revision(client, version):
    correction = make_correction(version)
    cited = client.get("/articles/ml-map/v0.1/cite/?format=text").content.decode()
    address = reverse("revision", args=["ml-map", (0, 1), 2])
    assert "revision 2" in cited
    assert correction.digest[:12] in cited
    assert correction.created_at.date().isoformat() in cited
    assert cited.endswith(f"http://127.0.0.1:8000{address}\n")
    assert client.get(address, follow=True).status_code == 200
    assert "was corrected on" in client.get("/articles/ml-map/v0.1/cite/").content.decode()


def test_a_text_without_a_map_is_cited_without_a_frame(client, db):
    make_published(make_article(), placements={})
    assert "iframe" not in client.get("/articles/ml-map/v0.1/cite/").content.decode()


def test_the_version_page_leads_to_its_citation(client, version):
    assert 'href="/articles/ml-map/v0.1/cite/"' in client.get("/articles/ml-map/").content.decode()
