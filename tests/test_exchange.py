"""Versions go out to files and come back the same; a bad file is named and changes nothing."""

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import version_file
from articles.canonical import canonical_json
from articles.exchange import export_version, import_versions
from articles.models import Article, Placement, Version
from articles.publishing import publish, withdraw
from roles.models import Role
from tests.factories import (
    LONG_AGO,
    make_article,
    make_correction,
    make_cover,
    make_draft,
    make_picture,
    make_published,
    make_role,
    make_user,
)

GOOD = """---
article: small
work: A small map
number: "0.1"
title: A small map
line:
  start: here
  end: there
placements:
  - role: walker
    name: Walker
    start: 0
    end: 50
---
It begins.
"""


def write(folder, text, name="small.md"):
    path = folder / name
    path.write_text(text)
    return path


def bring_in(*paths):
    return import_versions(paths, lambda username: make_user(username or "alice"))


def send_out(article, folder):
    versions = article.versions.order_by("major", "minor").select_related("article__author")
    return [export_version(version, folder) for version in versions]


@pytest.fixture
def eventful(alice):
    """An article with a cover, a correction, a withdrawal, a split, and a draft."""
    article = make_article()
    article.tags.add("mapping", "roles")
    first = make_published(
        article, at=LONG_AGO, cover=make_cover(), cover_alt="Hills.", body="One\n\n> two: 三"
    )
    make_correction(first, body="One\n\n> two: 3", reason="A number: “3”.")
    withdrawn = make_published(article, body="A mistake.")
    withdraw(withdrawn, alice, "It was wrong: quite.")
    descents = [("ml-engineer", "data-engineer"), ("ml-engineer", "modeller"), ("mlops", None)]
    spans = {"developer": (0, 40), "data-engineer": (30, 70), "modeller": (60, 100)}
    make_published(article, placements=spans, descents=descents)
    make_draft(article, title="Next: a draft # not a comment")
    return article


def public_bytes(slug):
    versions = Version.objects.filter(article__slug=slug).frozen().order_by("major", "minor")
    return [
        (
            version.digest,
            version.withdrawn_at,
            canonical_json(version),
            *((c.digest, c.created_at) for c in version.corrections.all()),
        )
        for version in versions
    ]


def test_what_was_exported_comes_in_with_the_same_digests(
    eventful, tmp_path, django_db_blocker, client
):
    before = public_bytes("ml-map")
    page = client.get("/articles/ml-map/").text
    paths = send_out(eventful, tmp_path)
    # Another address makes room for the same content; everything else must come out equal.
    texts = [path.read_text().replace("article: ml-map", "article: ml-map-2") for path in paths]
    copies = [write(tmp_path, text, f"copy-{i}.md") for i, text in enumerate(texts)]
    bring_in(*reversed(copies))
    after = public_bytes("ml-map-2")
    renamed = [row[2].replace(b'"ml-map-2"', b'"ml-map"') for row in after]
    assert renamed == [row[2] for row in before]
    assert [row[1] for row in after] == [row[1] for row in before]
    assert [len(row) for row in after] == [len(row) for row in before]
    again = client.get("/articles/ml-map-2/").text
    assert (
        again.replace("ml-map-2", "ml-map").split("<body>")[1].split('id="comments"')[0]
        == (page.split("<body>")[1].split('id="comments"')[0])
    )
    copy = Article.objects.get(slug="ml-map-2")
    assert sorted(copy.tags.names()) == ["mapping", "roles"]
    assert copy.versions.waiting().get().title == "Next: a draft # not a comment"


@pytest.mark.django_db
def test_a_file_is_read_into_a_draft(tmp_path):
    (draft,) = bring_in(write(tmp_path, GOOD))
    assert (draft.label, draft.state, draft.body) == ("v0.1", "draft", "It begins.")
    assert [str(placement) for placement in draft.placements.all()] == ["Walker 0–50"]


BAD = [
    ('number: "0.1"', "number: 0.1", "line 4, number: must be text, not 0.1."),
    ('number: "0.1"', 'number: "v00"', "line 4, number: 'v00' is no number such as 0.1."),
    ("title: A small map\n", "", "line 1, title: is missing."),
    ("title: A small map", "title: ''", "line 5, title: This field cannot be blank."),
    ("title: A", "titel: A", "line 5, titel: there is no such field"),
    ("end: 50", "end: 101", "line 10, placements.0: A placement runs from a start"),
    ("end: 50", "end: fifty", "line 13, placements.0.end: must be a whole number, not 'fifty'."),
    ("start: 0", "start: -1", "line 12, placements.0.start: Ensure this value is greater than"),
    ("role: walker", "role: Walker!", "line 10, placements.0.role: Use small letters"),
    ("name: Walker", "name: [Walker]", "line 11, placements.0.name: must be text"),
    ("placements:", "placements: {", "line 10, front matter: expected the node content"),
    ("line:", "published_at: 2020-01-01\nline:", "line 6, published_at: must be a date and time"),
    ("line:", "published_at: 2020-01-01 09:00:00\nline:", "has no zone"),
    ("line:", "cover: {file: no.png}\nline:", "line 6, cover.file: there is no no.png"),
    ("line:", "withdrawn: {at: 2020-01-01 00:00:00Z, reason: x}\nline:", "withdrawn.at: is before"),
    ("A small map\nline", "A \x07 map\nline", "front matter: unacceptable character"),
    ("line:", "predecessor: '0.7'\nline:", "line 6, predecessor: there is no v0.7"),
    ("line:", "descents: [{to: nobody}]\nline:", "line 6, descents.0.to: no version has placed"),
    ("---\nIt begins.", "", "line 1, front matter: there are no fields between"),
    (
        "---\nIt begins.",
        "published_at: 2020-01-01T09:00:00Z\n---\n ",
        "line 15, body: It has no text.",
    ),
    ("title: A", "title: B\ntitle: A", "line 6, front matter: title stands here twice."),
    ("start: 0", "start: 0\n    start: 1", "line 13, front matter: start stands here twice."),
    ("line:", "tags: &a [x]\nchanges: *a\nline:", "line 7, front matter: *a refers to what"),
]


@pytest.mark.django_db
def test_a_file_may_begin_with_the_mark_that_some_editors_write(tmp_path):
    (draft,) = bring_in(write(tmp_path, "\ufeff" + GOOD))
    assert draft.title == "A small map"


@pytest.mark.django_db
@pytest.mark.parametrize(("good", "bad", "said"), BAD)
def test_a_bad_file_is_named_by_line_and_field_and_changes_nothing(tmp_path, good, bad, said):
    make_user("alice")
    first = write(tmp_path, GOOD.replace("article: small", "article: before"), "before.md")
    path = write(tmp_path, GOOD.replace(good, bad, 1))
    with pytest.raises(version_file.BadFile) as fault:
        bring_in(first, path)
    assert f"small.md, {said}" in str(fault.value) or said in str(fault.value)
    assert not Article.objects.exists()
    assert not Version.objects.exists()
    assert not Role.objects.exists()


@pytest.mark.django_db
def test_a_version_that_is_there_is_not_taken_in_again(tmp_path):
    path = write(tmp_path, GOOD)
    bring_in(path)
    with pytest.raises(version_file.BadFile, match="line 4, number: A small map has this version"):
        bring_in(path)


def test_a_role_keeps_its_kind(tmp_path, alice):
    make_role("walker")
    path = write(tmp_path, GOOD.replace("role: walker", "role: walker\n    kind: practice"))
    with pytest.raises(version_file.BadFile, match=r"line 11, placements\.0\.kind"):
        bring_in(path)


def test_a_date_to_come_schedules(tmp_path, alice):
    text = GOOD.replace("line:", "published_at: 2999-01-01 09:00:00+00:00\nline:")
    (version,) = bring_in(write(tmp_path, text))
    assert version.state == "scheduled"


def test_the_commands_speak_the_same_file(tmp_path, alice, capsys):
    path = write(tmp_path, GOOD)
    call_command("import_version", path, author="alice")
    call_command("export_version", "small", "v0.1", to=tmp_path / "out")
    assert "small-v0.1.md" in capsys.readouterr().out
    file = version_file.read((tmp_path / "out/small-v0.1.md").read_text(), "small")
    assert file.data["placements"] == [{"role": "walker", "name": "Walker", "start": 0, "end": 50}]


def test_the_commands_say_what_is_wrong(tmp_path, alice):
    with pytest.raises(CommandError, match="author: there is no such account"):
        call_command("import_version", write(tmp_path, GOOD), author="nobody")
    with pytest.raises(CommandError, match="no such version"):
        call_command("export_version", "nothing", to=tmp_path)
    with pytest.raises(CommandError, match=r"nowhere\.md"):
        call_command("import_version", tmp_path / "nowhere.md")


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=80)


@given(title=texts, body=texts, reason=texts, start=st.integers(0, 99))
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_survives_the_file(title, body, reason, start):
    data = {
        "article": "a",
        "work": "A",
        "number": "0.10",
        "title": title or "x",
        "placements": [{"role": "r", "name": reason or "x", "start": start, "end": 100}],
    }
    file = version_file.read(version_file.write(data, body.strip()), "a.md")
    assert file.data == data
    assert file.body == body.strip()


@pytest.mark.django_db
def test_an_imported_draft_can_be_published(tmp_path):
    (draft,) = bring_in(write(tmp_path, GOOD))
    assert publish(draft, draft.article.author).is_public()
    assert Placement.objects.public().count() == 1


def test_a_bad_file_leaves_no_picture_behind(tmp_path, alice):
    (tmp_path / "cover.png").write_bytes(make_picture(61, 43).read())
    cover = "cover: {file: cover.png, alt: Hills}\nline:"
    path = write(tmp_path, GOOD.replace("line:", cover).replace("end: 50", "end: 101"))
    before = covers()
    with pytest.raises(version_file.BadFile):
        bring_in(path)
    assert covers() == before
    bring_in(write(tmp_path, GOOD.replace("line:", cover)))
    assert covers() != before


def covers():
    return default_storage.listdir("covers")[1] if default_storage.exists("covers") else []
