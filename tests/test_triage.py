"""What the author means to do about a comment, and which changes it led to."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError

from articles.models import Change
from comments import triage
from comments.models import Comment, Notice
from comments.moderation import Refused
from tests.factories import make_article, make_comment, make_draft, make_published

pytestmark = pytest.mark.django_db

Triage = Comment.Triage


@pytest.fixture
def comment(version):
    return make_comment(version)


@pytest.fixture
def lines(version):
    """The changelog of a draft: two lines."""
    return list(make_draft(version.article, changes=["One.", "Two."]).changes.all())


def stored(comment):
    return Comment.objects.get(pk=comment.pk)


def said(comment):
    entries = LogEntry.objects.filter(content_type__model="comment", object_id=comment.pk).order_by(
        "pk"
    )
    return [entry.change_message for entry in entries]


@pytest.mark.parametrize("state", Triage)
def test_what_is_to_be_done_is_stored_and_recorded(state, comment, alice):
    triage.set_triage(comment, state, alice, "  Soon. ")
    assert (stored(comment).triage, stored(comment).triage_note) == (state, "Soon.")
    assert said(comment) == [f"{Triage(state).label}. Soon."]


def test_a_note_stays_where_none_is_given(comment, alice):
    triage.set_triage(comment, Triage.PLANNED, alice, "Soon.")
    triage.set_triage(comment, Triage.DECLINED, alice)
    assert stored(comment).triage_note == "Soon."


@pytest.mark.parametrize(("state", "note"), [("maybe", ""), ("open", "x" * 2000), ("open", "\x07")])
def test_what_cannot_stand_is_refused(state, note, comment, alice):
    with pytest.raises(ValidationError):
        triage.set_triage(comment, state, alice, note)
    assert stored(comment).triage == Triage.OPEN


def test_an_authors_answer_settles_what_it_answers(comment, version, alice):
    make_comment(version, alice, parent=comment)
    assert stored(comment).triage == Triage.ANSWERED


def test_what_led_to_a_change_is_done_and_open_again_without_it(comment, lines, alice):
    triage.credit(comment, lines, alice)
    assert set(stored(comment).changes.all()) == set(lines)
    assert stored(comment).triage == Triage.DONE
    with pytest.raises(Refused, match="Take the credit back first"):
        triage.set_triage(comment, Triage.OPEN, alice)
    triage.credit(comment, [], alice)
    assert stored(comment).triage == Triage.OPEN
    assert said(comment) == ["Led to: v0.2: One.; v0.2: Two.", "Led to: –"]


def test_credits_are_added_and_taken_back_one_by_one(comment, lines, alice):
    for line in lines:
        triage.add_credit(comment, line, alice)
    with pytest.raises(Refused, match="credited on this line already"):
        triage.add_credit(comment, lines[0], alice)
    triage.take_credit_back(comment, lines[0], alice)
    assert list(stored(comment).changes.all()) == [lines[1]]
    assert stored(comment).triage == Triage.DONE
    with pytest.raises(Refused, match="not credited on this line"):
        triage.take_credit_back(comment, lines[0], alice)


@pytest.mark.parametrize("state", sorted(set(Comment.State) - {Comment.State.APPROVED}))
def test_only_what_readers_see_is_credited(state, version, lines, alice):
    hidden = make_comment(version, state=state)
    with pytest.raises(Refused, match="approve it first"):
        triage.add_credit(hidden, lines[0], alice)
    assert not hidden.changes.exists()


def test_a_change_of_another_article_is_refused(comment, alice):
    other = make_published(make_article("other"), changes=["Theirs."])
    with pytest.raises(ValidationError):
        triage.add_credit(comment, other.changes.get(), alice)


def test_a_line_that_is_dropped_opens_what_led_to_it_alone(comment, version, lines, alice):
    both = make_comment(version)
    triage.credit(comment, lines[:1], alice)
    triage.credit(both, lines, alice)
    lines[0].delete()
    assert stored(comment).triage == Triage.OPEN
    assert stored(both).triage == Triage.DONE


def test_a_draft_that_is_dropped_opens_what_led_to_it(comment, lines, alice):
    triage.credit(comment, lines, alice)
    lines[0].version.delete()
    assert not Change.objects.filter(pk__in=[line.pk for line in lines]).exists()
    assert stored(comment).triage == Triage.OPEN


def test_a_credit_on_what_is_out_and_told_already_is_told_now(version, alice, bob):
    comment = make_comment(version, bob)
    line = make_published(version.article).changes.get()
    triage.add_credit(comment, line, alice)
    before = Notice.objects.filter(recipient=bob).count()
    triage.take_credit_back(comment, line, alice)
    triage.add_credit(comment, line, alice)
    assert Notice.objects.filter(recipient=bob).count() == before <= 1
