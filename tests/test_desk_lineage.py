"""The draft's form names each gap in lineage and suggests; it never records by itself."""

import pytest
from django.urls import reverse

from articles.history import gaps
from articles.publishing import problems
from tests.factories import make_article, make_draft, make_published

pytestmark = pytest.mark.django_db

SPLIT = {"developer": (0, 45), "data-engineer": (40, 60), "modeller": (55, 100), "mlops": (20, 80)}


@pytest.fixture
def draft(alice):
    article = make_article()
    make_published(article)
    return make_draft(article, placements=SPLIT)


def form_of(client, draft):
    """Return the fields of the draft's form as a browser would send them."""
    page = client.get(change_url(draft))
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    data = {field.html_name: field.value() for form in forms for field in form}
    return {name: value if value or value == 0 else "" for name, value in data.items()}


def change_url(draft):
    return reverse("admin:articles_version_change", args=[draft.pk])


def edges(draft):
    return {
        (d.ancestor and d.ancestor.slug, d.descendant and d.descendant.slug)
        for d in draft.descents.all()
    }


def test_a_gap_suggests_what_overlaps_on_the_line_with_the_most_first(draft):
    said = {gap.placement.role.slug: gap.edges for gap in gaps(draft)}
    assert [edge[:2] for edge in said["ml-engineer"]] == [
        ("ml-engineer", "modeller"),
        ("ml-engineer", "data-engineer"),
        ("ml-engineer", ""),
    ]
    assert [edge[:2] for edge in said["modeller"]] == [
        ("ml-engineer", "modeller"),
        ("", "modeller"),
    ]


def test_a_role_that_stays_needs_nothing_said(draft):
    assert {gap.placement.role.slug for gap in gaps(draft)} == {
        "ml-engineer",
        "data-engineer",
        "modeller",
    }


def test_a_practice_is_no_kin_of_a_role(alice):
    article = make_article()
    make_published(article)
    without = {slug: span for slug, span in SPLIT.items() if slug != "mlops"}
    gap = next(
        gap
        for gap in gaps(make_draft(article, placements=without))
        if gap.placement.role.slug == "mlops"
    )
    assert [edge[:2] for edge in gap.edges] == [("mlops", "")]


def test_saving_records_nothing_by_itself(client, alice, draft):
    client.force_login(alice)
    assert client.post(change_url(draft), form_of(client, draft)).status_code == 302
    assert edges(draft) == set()


def test_a_button_saves_the_form_and_records_one_descent(client, alice, draft):
    client.force_login(alice)
    page = client.get(change_url(draft)).text
    assert "Ml Engineer is on v0.1 and not here." in page
    data = form_of(client, draft) | {"title": "As typed", "_descent": "ml-engineer>modeller"}
    assert client.post(change_url(draft), data).status_code == 302
    draft.refresh_from_db()
    assert draft.title == "As typed"
    assert edges(draft) == {("ml-engineer", "modeller")}


def test_every_gap_can_be_closed_by_its_buttons(client, alice, draft):
    client.force_login(alice)
    while open_gaps := gaps(draft):
        ancestor, descendant, _ = open_gaps[0].edges[0]
        data = form_of(client, draft) | {"_descent": f"{ancestor}>{descendant}"}
        client.post(change_url(draft), data)
    assert edges(draft) == {("ml-engineer", "modeller"), ("ml-engineer", "data-engineer")}
    assert problems(draft) == []


@pytest.mark.parametrize("edge", ["developer>modeller", ">developer", "x>y", "ml-engineer", ">"])
def test_what_was_not_suggested_is_not_recorded(client, alice, draft, edge):
    client.force_login(alice)
    client.post(change_url(draft), form_of(client, draft) | {"_descent": edge})
    assert edges(draft) == set()


def test_two_windows_do_not_undo_each_other(client, alice, draft):
    client.force_login(alice)
    first, second = form_of(client, draft), form_of(client, draft)
    assert client.post(change_url(draft), first | {"body": "From one."}).status_code == 302
    answer = client.post(change_url(draft), second | {"teaser": "From two."})
    assert answer.status_code == 422
    assert "saved in another window" in answer.text
    draft.refresh_from_db()
    assert (draft.body, draft.teaser) == ("From one.", "")
    # Sent once more, it is meant.
    meant = answer.context["adminform"].form["seen"].value()
    again = second | {"teaser": "From two.", "seen": meant}
    assert client.post(change_url(draft), again).status_code == 302
