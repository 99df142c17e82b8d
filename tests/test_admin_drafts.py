"""A draft in the admin: what is saved, and what is given back with the reason beside the field."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.models import Article, Version
from tests.desk import address, errors_in, form_of, with_rows
from tests.factories import (
    PRACTICES,
    make_article,
    make_draft,
    make_picture,
    make_published,
    make_role,
    make_withdrawn,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(alice, version):
    return make_draft(version.article)


@pytest.fixture
def desk(client, alice):
    client.force_login(alice)
    return client


ENDS = ("role", "ancestor", "descendant")


def placement_of(role, start=1, end=9, name=None):
    return {"role": role, "name": name or role, "start": start, "end": end, "summary": "Kept."}


def placement(slug, *values):
    """Return the row that places a role which is stored."""
    return placement_of(slug, *values) | {"role": make_role(slug).pk}


def is_given_back(answer, field, words):
    """Check that a form is refused for one field, and comes back with what was written."""
    assert answer.status_code == 422
    errors = errors_in(answer)
    assert words in errors[field]
    page = answer.content.decode()
    assert words in page.replace("&quot;", '"').replace("&#x27;", "'")
    assert 'value="Written for hours"' in page


# Saving


def test_a_draft_is_saved_with_its_parts(desk, draft):
    sent = form_of(draft, title="Another title", body="Another text.")
    sent = with_rows(sent, "placements", placement("analyst", 50, 70, "Analyst"))
    sent = with_rows(sent, "descents", {"ancestor": "", "descendant": make_role("analyst").pk})
    sent = with_rows(sent, "changes", {"position": 2, "text": "An analyst came."})
    answer = desk.post(address("change", draft), sent)
    assert (answer.status_code, answer.url) == (302, address("change", draft))
    draft.refresh_from_db()
    assert (draft.title, draft.body) == ("Another title", "Another text.")
    assert "<p>Another text.</p>" in draft.body_html
    assert draft.placements.get(role__slug="analyst").end == 70
    assert draft.descents.get().descendant.slug == "analyst"
    assert draft.changes.count() == 2


def test_rows_are_thrown_out(desk, draft):
    place = [p.role.slug for p in draft.placements.all()].index("developer")
    desk.post(address("change", draft), form_of(draft) | {f"placements-{place}-DELETE": "on"})
    assert "developer" not in {p.role.slug for p in draft.placements.all()}


def test_two_roles_may_change_names(desk, draft):
    """Neither name is there twice once both rows are saved."""
    first, second, _ = draft.placements.all()
    names = {"placements-0-name": second.name, "placements-1-name": first.name}
    assert desk.post(address("change", draft), form_of(draft) | names).status_code == 302
    assert [p.name for p in draft.placements.all()[:2]] == [second.name, first.name]


def test_a_row_may_take_over_the_name_of_one_that_is_thrown_out(desk, draft):
    first, second, _ = draft.placements.all()
    sent = {"placements-0-name": second.name, "placements-1-DELETE": "on"}
    assert desk.post(address("change", draft), form_of(draft) | sent).status_code == 302
    assert draft.placements.get(role=first.role).name == second.name


def test_a_new_row_may_place_a_role_that_is_thrown_out(desk, draft):
    first = draft.placements.first()
    sent = with_rows(form_of(draft), "placements", placement(first.role.slug, 1, 9, first.name))
    answer = desk.post(address("change", draft), sent | {"placements-0-DELETE": "on"})
    assert answer.status_code == 302
    assert draft.placements.get(role=first.role).end == 9


def test_a_cover_is_stored_as_a_picture_of_ours(desk, draft):
    sent = form_of(draft, cover=make_picture(width=60), cover_alt="Hills.")
    assert desk.post(address("change", draft), sent).status_code == 302
    draft.refresh_from_db()
    assert draft.cover.name.startswith("covers/")
    assert draft.cover.name.endswith(".webp")
    assert (draft.cover_width, draft.cover_height) == (60, 30)


def test_a_cover_is_taken_away(desk, draft):
    desk.post(address("change", draft), form_of(draft, cover=make_picture()))
    desk.post(address("change", draft), form_of(draft) | {"cover-clear": "on"})
    draft.refresh_from_db()
    assert (draft.cover.name, draft.cover_width) == ("", None)


def test_nothing_but_the_fields_of_the_form_is_taken(desk, draft):
    other = make_article("other")
    forged = {"article": other.pk, "published_at_0": "2001-01-01", "published_at_1": "00:00"}
    forged |= {"digest": "x", "withdrawn_at": "2001-01-01", "predecessor": "", "state": "published"}
    desk.post(address("change", draft), form_of(draft, **forged))
    stored = Version.objects.get(pk=draft.pk)
    assert (stored.article, stored.predecessor) == (draft.article, draft.predecessor)
    assert (stored.state, stored.digest) == ("draft", "")


def test_a_row_of_another_version_stays_where_it_is(desk, draft):
    foreign = make_draft(make_article("other")).placements.get(role__slug="developer")
    sent = form_of(draft) | {"placements-0-id": foreign.pk, "placements-0-name": "Stolen"}
    desk.post(address("change", draft), sent)
    foreign.refresh_from_db()
    assert (foreign.name, foreign.version.article.slug) == ("Developer", "other")
    assert not draft.placements.filter(name="Stolen").exists()


# What cannot stand

ON_THE_LINE = "A placement runs from a start to a greater end, both from 0 to 100."


@pytest.mark.parametrize(
    ("span", "column", "words"),
    [
        ((50, 50), "__all__", ON_THE_LINE),
        ((60, 40), "__all__", ON_THE_LINE),
        ((0, 101), "__all__", ON_THE_LINE),
        ((-1, 40), "start", "greater than or equal to 0"),
        ((0, 9999), "__all__", ON_THE_LINE),
        ((0, "9" * 30), "end", "less than or equal to"),
        (("1.5", 40), "start", "Enter a whole number."),
        (("", 40), "start", "This field is required."),
    ],
)
def test_a_placement_that_is_not_on_the_line(span, column, words, desk, draft):
    sent = form_of(draft, title="Written for hours")
    sent = with_rows(sent, "placements", placement("analyst", *span))
    is_given_back(desk.post(address("change", draft), sent), f"placements-3-{column}", words)
    assert draft.placements.count() == 3


@pytest.mark.parametrize(
    ("new", "field", "words"),
    [
        ([("developer", 1, 9, "Another")], "placements-3-role", "is on the map already"),
        ([("analyst", 1, 9, "DEVELOPER")], "placements-3-name", "has this name"),
        ([("analyst", 1, 9), ("analyst", 2, 8, "x")], "placements-4-role", "is on the map already"),
        ([("analyst", 1, 9, "É"), ("tester", 2, 8, "é")], "placements-4-name", "has this name"),
        ([("analyst", 1, 9, "x" * 81)], "placements-3-name", "at most 80 characters"),
        ([("analyst", 1, 9, "x\u202ey")], "placements-3-name", "U+202E"),
    ],
)
def test_placements_that_cannot_stand_together(new, field, words, desk, draft):
    sent = form_of(draft, title="Written for hours")
    sent = with_rows(sent, "placements", *(placement(*row) for row in new))
    is_given_back(desk.post(address("change", draft), sent), field, words)


@pytest.mark.parametrize(
    ("new", "field", "words"),
    [
        ([("developer", "mlops")] * 2, "descents-1-ancestor", "is recorded already"),
        ([("developer", None)] * 2, "descents-1-ancestor", "already"),
        ([(None, "developer")] * 2, "descents-1-ancestor", "already"),
        ([(None, None)], "descents-0-__all__", "Name the ancestor, the descendant, or both."),
        ([("mlops", "mlops")], "descents-0-__all__", "needs no descent to itself"),
    ],
)
def test_descents_that_cannot_stand(new, field, words, desk, draft):
    ends = [[slug and make_role(slug).pk for slug in pair] for pair in new]
    sent = form_of(draft, title="Written for hours")
    sent = with_rows(
        sent, "descents", *({"ancestor": a or "", "descendant": d or ""} for a, d in ends)
    )
    if new == [(None, None)]:
        # A row that nobody touched is no row; this one was there and lost both its ends.
        draft.descents.create(ancestor=make_role("mlops"))
        sent = form_of(draft, title="Written for hours") | {"descents-0-ancestor": ""}
    is_given_back(desk.post(address("change", draft), sent), field, words)


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"minor": 1}, "major", "Numbers only rise: this article has v0.1 already."),
        ({"major": 0, "minor": 0}, "major", "Numbers only rise"),
        ({"major": 10000}, "__all__", "Numbers run from 0.1 to 9999.9999."),
        ({"minor": -1}, "minor", "greater than or equal to 0"),
        ({"minor": "9" * 30}, "minor", "less than or equal to"),
        ({"minor": ""}, "minor", "This field is required."),
        ({"line_start": "x" * 61}, "line_start", "at most 60 characters"),
        ({"teaser": "x" * 301}, "teaser", "at most 300 characters"),
        ({"body": "x" * 200_001}, "body", "at most 200000 characters"),
        ({"body": "A\u202ehidden one"}, "body", "U+202E"),
        ({"body": "A\0hidden one"}, "body", "Null characters are not allowed."),
        ({"cover_alt": "A\x1bhidden one"}, "cover_alt", "U+001B"),
    ],
)
def test_a_draft_that_cannot_stand(values, field, words, desk, draft):
    sent = form_of(draft, title="Written for hours") | values
    before = Version.objects.filter(pk=draft.pk).values().get()
    is_given_back(desk.post(address("change", draft), sent), field, words)
    assert Version.objects.filter(pk=draft.pk).values().get() == before


def test_rows_without_a_role_are_not_called_the_same(desk, draft):
    blank = placement("analyst", 1, 9) | {"role": ""}
    sent = with_rows(form_of(draft), "placements", blank, blank | {"name": "Another"})
    answer = desk.post(address("change", draft), sent)
    assert errors_in(answer) == {
        "placements-3-role": "This field is required.",
        "placements-4-role": "This field is required.",
    }
    assert "is on the map already" not in answer.content.decode()


@pytest.mark.parametrize(
    ("part", "row"),
    [
        ("placements", placement_of("analyst")),
        ("descents", {"ancestor": "mlops", "descendant": ""}),
        ("descents", {"ancestor": "", "descendant": "mlops"}),
        ("descents", {"ancestor": "mlops", "descendant": "developer"}),
    ],
)
def test_a_form_that_is_sent_twice_is_no_error(part, row, desk, draft):
    """A double click, or a page that stood open in another window."""
    row = {name: make_role(v).pk if name in ENDS and v else v for name, v in row.items()}
    sent = with_rows(form_of(draft, title="Written for hours"), part, row)
    assert desk.post(address("change", draft), sent).status_code == 302
    answer = desk.post(address("change", draft), sent)
    assert answer.status_code == 422
    assert "Written for hours" in answer.content.decode()


def test_a_draft_without_a_title(desk, draft):
    sent = form_of(draft, title=" ", teaser="Written for hours")
    answer = desk.post(address("change", draft), sent)
    assert (answer.status_code, errors_in(answer)) == (422, {"title": "This field is required."})
    assert "Written for hours" in answer.content.decode()


def test_a_number_that_was_withdrawn_is_not_used_again(desk, version):
    make_withdrawn(version.article)
    draft = make_draft(version.article)
    sent = form_of(draft, title="Written for hours", minor=2)
    is_given_back(desk.post(address("change", draft), sent), "major", "has v0.2 already")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("cover.gif", b"<html><script>alert(1)</script></html>", "not a picture"),
        ("cover.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a picture"),
        ("cover.html", b"<html></html>", "not a picture"),
        ("cover.png", b"", "empty"),
    ],
)
def test_a_cover_that_is_no_picture(name, content, words, desk, draft):
    upload = SimpleUploadedFile(name, content, "image/gif")
    sent = form_of(draft, title="Written for hours", cover=upload)
    is_given_back(desk.post(address("change", draft), sent), "cover", words)


def test_a_cover_in_another_format_is_refused(desk, draft):
    upload = make_picture(file_format="BMP")
    sent = form_of(draft, title="Written for hours", cover=upload)
    is_given_back(desk.post(address("change", draft), sent), "cover", "JPEG, PNG, WebP or AVIF")


@pytest.mark.parametrize(
    "broken",
    [
        {"placements-TOTAL_FORMS": "x"},
        {"placements-0-role": "99999"},
        {"placements-0-role": "x\0"},
        {"placements-0-id": "x"},
        {"placements-0-id": "9" * 30},
        {"placements-0-version": "99999"},
        {"_descent": "nothing>nowhere"},
        {"_descent": ">"},
        {"_descent": "\0>\0"},
    ],
)
def test_a_form_that_no_browser_sends_is_no_error(broken, desk, draft):
    answer = desk.post(address("change", draft), form_of(draft) | broken)
    assert answer.status_code in (302, 400, 422)
    assert draft.placements.count() == 3


def test_the_map_of_the_page_is_the_map_that_is_stored(desk, draft):
    page = desk.get(address("change", draft)).content.decode()
    assert 'class="map-drawing' in page
    assert 'href="/roles/developer/"' in page


# The map while it is edited


def test_the_map_is_drawn_from_what_is_not_saved(desk, draft):
    sent = with_rows(form_of(draft), "placements", placement("analyst", 50, 70, "Analyst"))
    sent |= {"line_start": "toward <the> user", "placements-0-DELETE": "on"}
    answer = desk.post(address("map", draft), sent)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count("<svg") == 2
    assert "Analyst" in page
    assert "toward &lt;the&gt; user" in page
    assert draft.placements.first().name not in page
    assert not draft.placements.filter(role__slug="analyst").exists()


@pytest.mark.parametrize(
    "row",
    [
        {"role": "", "start": 0, "end": 9},
        {"role": "99999", "start": 0, "end": 9},
        {"role": "x", "start": "x", "end": "y"},
        {"start": 60, "end": 40},
        {"start": 0, "end": 101},
        {"start": "", "end": ""},
        {"start": 0, "end": 9, "name": "Nobody\u202e"},
    ],
)
def test_a_row_without_sense_is_left_out_of_the_map(row, desk, draft):
    row = {"role": make_role("analyst").pk, "name": "Nobody"} | row
    answer = desk.post(address("map", draft), with_rows(form_of(draft), "placements", row))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Developer" in page
    assert "Nobody" not in page


@pytest.mark.parametrize("sent", [{}, {"placements-TOTAL_FORMS": "x"}])
def test_a_map_of_nothing_says_so(sent, desk, draft):
    answer = desk.post(address("map", draft), sent)
    assert answer.status_code == 200
    assert "Add a placement below" in answer.content.decode()


def test_a_map_in_the_making_is_posted(desk, draft):
    assert desk.get(address("map", draft)).status_code == 405


# A second draft


def test_a_second_draft_is_refused_whoever_asks(desk, draft):
    """The constraint's own columns are on no form, so only the verb can start a draft."""
    answer = desk.post(address("start", draft.article), follow=True)
    assert "0.2 is a draft already." in answer.content.decode()
    sent = form_of(draft) | {"article": draft.article.pk}
    assert desk.post("/admin/articles/version/add/", sent).status_code == 403
    assert Version.objects.filter(published_at=None).count() == 1


def test_a_first_draft_of_a_new_article(desk, alice):
    values = {"title": "New", "slug": "new", "author": alice.pk, "tags": "maps, one more"}
    assert desk.post(address("add", Article), values).status_code == 302
    article = Article.objects.get()
    desk.post(address("start", article))
    draft = Version.objects.get()
    assert (draft.label, draft.title, draft.predecessor) == ("v0.1", "New", None)
    assert desk.get(address("change", draft)).status_code == 200
    assert {tag.name for tag in article.tags.all()} == {"maps", "one more"}


def test_practices_are_roles_of_another_kind(desk):
    for slug in ("analyst", *PRACTICES):
        kind = "practice" if slug in PRACTICES else "role"
        desk.post("/admin/roles/role/add/", {"slug": slug, "kind": kind})
    made = make_published()
    assert made.placements.get(role__slug="mlops").role.is_practice


@pytest.mark.parametrize("slug", ["Upper", "two--hyphens", "-x", "é", "a b", "", "x" * 61, "a\nb"])
def test_a_slug_that_is_none_is_refused(slug, desk):
    answer = desk.post("/admin/roles/role/add/", {"slug": slug, "kind": "role"})
    assert answer.status_code in (200, 422)
    assert "errorlist" in answer.content.decode()
