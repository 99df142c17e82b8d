"""A link lets somebody without an account read one unpublished version, until it closes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import LONGEST_SHARE, PreviewLink
from articles.publishing import publish, withdraw
from tests.factories import make_article, make_draft, make_published, make_scheduled, make_user

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def secret(alice):
    return make_draft(body="Nobody has read this yet.")


def share(version, days=7):
    return PreviewLink.share(version, version.article.author, days)


def share_url(version):
    return reverse("admin:articles_version_share", args=[version.pk])


def test_whoever_has_the_link_reads_the_draft_and_nobody_else_learns_it(client, secret):
    answer = client.get(share(secret))
    assert "Nobody has read this yet." in answer.text
    assert "shared with you" in answer.text
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Cache-Control"] == "private, no-store"
    assert client.get(secret.get_absolute_url()).status_code == 404


def test_a_scheduled_version_can_be_shared_too(client, alice):
    assert client.get(share(make_scheduled(body="Soon."))).status_code == 200


def test_only_a_hash_of_the_address_is_stored(secret):
    token = share(secret).strip("/").split("/")[-1]
    stored = PreviewLink.objects.get()
    assert token not in str(vars(stored))
    assert PreviewLink.objects.find(token) == stored


def test_a_wrong_address_is_no_page(client, secret):
    share(secret)
    assert client.get(f"/preview/{'a' * 43}/").status_code == 404


def test_it_closes_by_itself(client, secret, time_machine):
    address = share(secret, days=2)
    time_machine.move_to(timezone.now() + 2 * DAY + timedelta(seconds=1))
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("days", [0, -1, LONGEST_SHARE.days + 1])
def test_it_is_never_open_for_longer_than_two_weeks(secret, days):
    with pytest.raises(ValueError, match="1 to 14 days"):
        share(secret, days)


def test_it_shows_one_version_only(client, secret):
    other = make_draft(make_article("other"), body="Something else.")
    assert "Something else." not in client.get(share(secret)).text
    assert "Something else." in client.get(share(other)).text


def test_it_leads_to_the_page_once_the_version_is_published(client, secret):
    address = share(secret)
    version = publish(secret, secret.article.author)
    assert client.get(address)["Location"] == version.get_absolute_url()
    withdraw(version, version.article.author, "It was wrong.")
    assert client.get(address).status_code == 404


def test_the_author_makes_a_link_that_is_shown_once_and_closes_it(client, alice, secret):
    client.force_login(alice)
    answer = client.post(share_url(secret), {"days": 3})
    address = answer.context["address"]
    assert address in answer.text
    assert address not in client.get(share_url(secret)).text
    path = address.removeprefix("http://127.0.0.1:8000")
    assert client.get(path).status_code == 200

    revoke = reverse("admin:articles_version_revoke", args=[secret.pk])
    link = PreviewLink.objects.get().pk
    assert client.get(revoke).status_code == 405
    assert client.post(revoke, {"link": link}).status_code == 302
    assert client.get(path).status_code == 404
    assert client.post(revoke, {"link": link}).status_code == 404


@pytest.mark.parametrize("days", ["", "0", "15", "many"])
def test_a_senseless_time_is_refused_beside_the_field(client, alice, secret, days):
    client.force_login(alice)
    answer = client.post(share_url(secret), {"days": days})
    assert answer.status_code == 422
    assert answer.context["form"].errors["days"]
    assert not PreviewLink.objects.exists()


def test_only_the_author_may_share(client, secret, mod):
    assert client.post(share_url(secret), {"days": 3}).status_code == 302
    client.force_login(mod)
    assert client.post(share_url(secret), {"days": 3}).status_code == 403
    client.force_login(make_user("bob"))
    assert client.post(share_url(secret), {"days": 3}).status_code == 302
    assert not PreviewLink.objects.exists()


def test_what_everybody_can_read_is_not_shared(client, alice):
    client.force_login(alice)
    client.post(share_url(make_published()), {"days": 3})
    assert not PreviewLink.objects.exists()
