"""Programs that fill in forms, and whoever sends too much: refused in words, with the text back."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.utils import timezone

from comments.models import Comment, Report
from comments.spam import Sending
from tests.addresses import everything_in
from tests.factories import LONG_AGO, make_comment, make_published, make_user
from tests.test_writing import HTMX, fields

pytestmark = pytest.mark.django_db

THREAD = "/articles/ml-map/comments/"
WRITE = "/articles/ml-map/comments/new/"
SAID = {"body": "I see it otherwise.", "version": "v0.1"}


@pytest.fixture
def version(db):
    """A version that is older than any form."""
    return make_published(at=LONG_AGO)


@pytest.fixture
def reader(client, version, bob, settings):
    settings.COMMENTS_MIN_SECONDS = 2
    make_comment(version, bob, body="Said before.")
    client.force_login(bob)
    return client


def page(response, status=200):
    assert response.status_code == status
    return everything_in(response)


def opened(client, address=WRITE, **after):
    """Return what is in a form that was opened as long ago as `after` says."""
    with time_machine.travel(timezone.now() - timedelta(**after), tick=False):
        return fields(page(client.get(address)))


def posted():
    return Comment.objects.filter(body=SAID["body"]).count()


# The field that stays empty


@pytest.mark.parametrize("extra", [{}, HTMX], ids=["on a page", "in place"])
def test_a_filled_trap_is_refused_in_words_and_the_form_can_be_sent_again(extra, reader):
    form = opened(reader, seconds=9) | SAID
    answer = page(reader.post(THREAD, form | {"website": "https://spam.example"}, **extra), 422)
    assert "A field that no person sees was filled in." in answer
    assert "spam.example" not in answer
    assert posted() == 0
    assert reader.post(THREAD, fields(answer)).status_code == 302
    assert posted() == 1


def test_no_person_meets_the_trap(reader, settings):
    form = page(reader.get(WRITE))
    [trap] = re.findall(r'<div class="form-trap">.*?</div>', form, re.DOTALL)
    assert re.search(r'<input type="text" name="website"[^>]* tabindex="-1"', trap)
    assert 'autocomplete="off"' in trap
    assert "style=" not in trap
    css = (settings.BASE_DIR / "static/css/forms.css").read_text()
    assert re.search(r"\.form-trap \{\s*display: none;", css)


def test_the_trap_is_in_every_form_that_takes_words(reader, version, bob, charlie):
    own, other = make_comment(version, bob), make_comment(version, charlie)
    for comment, act, sent in [
        (own, "edit", {"body": "Other."}),
        (other, "report", {"reason": "spam"}),
    ]:
        address = f"/comments/{comment.pk}/{act}/"
        assert 'name="website"' in page(reader.get(address))
        page(reader.post(address, sent | {"website": "x"}), 422)
    assert not Report.objects.exists()
    assert not Comment.objects.filter(body="Other.").exists()


# How long it took


@pytest.mark.parametrize(("seconds", "status"), [(0, 422), (1.9, 422), (2.1, 302), (86_000, 302)])
def test_a_form_takes_a_person_a_moment(seconds, status, reader):
    with time_machine.travel(timezone.now(), tick=False):
        form = opened(reader, seconds=seconds) | SAID
        answer = reader.post(THREAD, form)
    assert answer.status_code == status
    if status == 422:
        assert "That was quicker than a person writes." in everything_in(answer)
        assert fields(everything_in(answer))["body"] == SAID["body"]
    assert posted() == int(status == 302)


def test_who_was_too_quick_need_only_wait(reader):
    """The form that is given back counts from when it was opened first."""
    form = opened(reader, seconds=1) | SAID
    again = fields(page(reader.post(THREAD, form), 422))
    with time_machine.travel(timezone.now() + timedelta(seconds=1.5)):
        assert reader.post(THREAD, again).status_code == 302


def test_an_old_form_comes_back_as_a_new_one(reader):
    form = opened(reader, hours=25) | SAID
    answer = page(reader.post(THREAD, form), 422)
    assert "This form was open for too long." in answer
    again = fields(answer)
    assert again["stamp"] != form["stamp"]
    assert again["key"] == form["key"]
    with time_machine.travel(timezone.now() + timedelta(seconds=3)):
        assert reader.post(THREAD, again).status_code == 302


@pytest.mark.parametrize("way", ["another's", "made up", "another purpose", "changed"])
def test_no_stamp_is_forged(way, reader, charlie):
    other = Client()
    other.force_login(charlie)
    mine = opened(reader, seconds=9)["stamp"]
    stamp = {
        "another's": opened(other, seconds=9)["stamp"],
        "made up": "x",
        "another purpose": signing.dumps([1, 0]),
        "changed": mine[:-1] + ("a" if mine[-1] != "a" else "b"),
    }[way]
    answer = page(reader.post(THREAD, SAID | {"stamp": stamp}), 422)
    assert SAID["body"] in answer
    assert posted() == 0


def test_a_preview_is_as_quick_as_one_likes_and_posting_after_it_too(reader):
    form = opened(reader, seconds=0) | SAID
    page(reader.post(THREAD, form | {"preview": "1"}))
    form = opened(reader, seconds=3) | SAID
    look = page(reader.post(THREAD, form | {"preview": "1"}))
    assert reader.post(THREAD, fields(look)).status_code == 302


def test_how_quick_is_too_quick_is_set(reader, settings):
    settings.COMMENTS_MIN_SECONDS = 0
    assert reader.post(THREAD, opened(reader, seconds=0) | SAID).status_code == 302
    settings.COMMENTS_MIN_SECONDS = 60
    assert reader.post(THREAD, opened(reader, seconds=59) | SAID).status_code == 422


def test_words_that_were_kept_over_a_sign_in_can_be_posted(client, version, bob, settings):
    settings.COMMENTS_MIN_SECONDS = 2
    client.post(THREAD, SAID | {"stamp": "of nobody"})
    client.force_login(bob)
    assert client.post(THREAD, opened(client, seconds=3)).status_code == 302


# How often


def test_more_than_the_rate_is_given_back_with_words(reader, settings):
    settings.RATES = {"comment": "2/m/user"}
    for _ in range(2):
        assert reader.post(THREAD, SAID).status_code == 302
    for extra in ({}, HTMX):
        answer = page(reader.post(THREAD, SAID, **extra), 429)
        assert "That was a lot in a short time." in answer
        assert fields(answer)["body"] == SAID["body"]
    assert posted() == 2


def test_a_minute_later_it_is_taken(reader, settings):
    settings.RATES = {"comment": "1/m/user"}
    assert reader.post(THREAD, SAID).status_code == 302
    refused = fields(page(reader.post(THREAD, SAID), 429))
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        assert reader.post(THREAD, refused).status_code == 302


def test_what_is_refused_sent_twice_or_only_looked_at_does_not_count(reader, settings):
    settings.RATES = {"comment": "2/m/user"}
    first = opened(reader, seconds=9) | SAID
    reader.post(THREAD, first)
    for sent in (first, SAID | {"body": ""}, SAID | {"preview": "1"}):
        for _ in range(3):
            assert reader.post(THREAD, sent).status_code in (200, 302, 422)
    assert reader.post(THREAD, SAID).status_code == 302


def test_changes_and_reports_have_rates_of_their_own(reader, version, bob, charlie, settings):
    settings.RATES = {"edit_comment": "1/m/user", "report": "1/m/user"}
    own = make_comment(version, bob)
    others = [make_comment(version, charlie) for _ in range(2)]
    edit = f"/comments/{own.pk}/edit/"
    assert reader.post(edit, {"body": "One."}).status_code == 302
    assert "Two." in page(reader.post(edit, {"body": "Two."}), 429)
    sent = {"reason": "other", "words": "Look at this."}
    assert reader.post(f"/comments/{others[0].pk}/report/", sent).status_code == 302
    answer = page(reader.post(f"/comments/{others[1].pk}/report/", sent), 429)
    assert "Look at this." in answer
    assert Report.objects.count() == 1


def test_the_site_has_rates_for_all_that_readers_send(settings):
    for action in ("comment", "edit_comment", "report", "like"):
        rates = settings.RATES[action]
        assert "/user" in rates
        assert "/ip" in rates


def test_moderators_answer_as_many_as_they_like(client, version, alice, mod, settings):
    settings.RATES = {"comment": "1/m/user,1/m/ip"}
    for user in (alice, mod):
        client.force_login(user)
        for _ in range(2):
            assert client.post(THREAD, SAID).status_code == 302


def statuses(version, *senders):
    """Let readers post one after another; each sender is an address and a forwarded one."""
    seen = []
    for number, (address, forwarded) in enumerate(senders):
        client = Client(REMOTE_ADDR=address)
        client.force_login(make_user(f"reader{number}"))
        headers = {"x-forwarded-for": forwarded} if forwarded else {}
        seen.append(client.post(THREAD, SAID, headers=headers).status_code)
    return seen


@pytest.fixture
def one_an_address(version, settings):
    settings.RATES = {"comment": "1/m/ip"}
    return version


def test_an_address_is_counted_whoever_signs_in_from_it(one_an_address):
    senders = [("192.0.2.1", ""), ("192.0.2.1", ""), ("192.0.2.2", "")]
    assert statuses(one_an_address, *senders) == [302, 429, 302]


def test_a_network_of_ipv6_is_counted_as_one(one_an_address):
    senders = ["2001:db8:0:1::1", "2001:db8:0:1:ffff::2", "2001:db8:0:2::1", "2001:0db8::2:0:0:0:9"]
    assert statuses(one_an_address, *((s, "") for s in senders)) == [302, 429, 302, 429]


def test_a_forged_forwarded_address_changes_nothing(one_an_address):
    senders = [("192.0.2.1", f"198.51.100.{number}") for number in range(3)]
    assert statuses(one_an_address, *senders) == [302, 429, 429]


def test_a_proxy_of_ours_is_believed_about_the_last_address_and_no_other(one_an_address, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    senders = [
        ("10.0.0.1", "198.51.100.1"),
        ("10.0.0.1", "203.0.113.7, 198.51.100.1"),
        ("10.0.0.1", "198.51.100.2"),
        ("10.0.0.1", "2001:db8::1"),
        ("10.0.0.1", "198.51.100.9, 2001:db8::2"),
    ]
    assert statuses(one_an_address, *senders) == [302, 429, 302, 302, 429]


@pytest.mark.parametrize(("proxies", "address"), [(0, "192.0.2.1"), (1, "198.51.100.1")])
def test_how_it_came_is_told_by_our_own_proxies_alone(proxies, address, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    settings.AKISMET_KEY = "secret-key"
    request = RequestFactory(REMOTE_ADDR="192.0.2.1").post(
        "/", headers={"x-forwarded-for": "203.0.113.7, 198.51.100.1", "user-agent": "x" * 999}
    )
    request.user = AnonymousUser()
    sending = Sending.of(request)
    assert (sending.address, len(sending.browser)) == (address, 500)


def test_nobody_is_forgotten_because_many_are_counted():
    cache.set("first", 1)
    for number in range(1_000):
        cache.set(f"another-{number}", 1)
    assert cache.get("first") == 1
