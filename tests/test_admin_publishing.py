"""The desk's verbs: publish, schedule, take off, withdraw."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from articles import publishing
from articles.models import Version
from tests.desk import address
from tests.factories import (
    make_article,
    make_cover,
    make_draft,
    make_person,
    make_published,
    make_scheduled,
    make_withdrawn,
)

pytestmark = pytest.mark.django_db

NOW = {"publish": "now"}


@pytest.fixture
def desk(client, alice):
    client.force_login(alice)
    return client


@pytest.fixture
def draft(alice, version):
    return make_draft(version.article)


def at(moment):
    return {"schedule": "at", "at_0": f"{moment:%Y-%m-%d}", "at_1": f"{moment:%H:%M:%S}"}


def tomorrow():
    return (timezone.now() + timedelta(days=1)).replace(microsecond=0)


def page(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode().replace("&#x27;", "'").replace("&quot;", '"')


def state(version):
    return Version.objects.get(pk=version.pk).state


# Publishing


def test_the_page_says_what_will_happen_and_asks(desk, version):
    placements = {"developer": (0, 40), "modeller": (30, 100), "mlops": (20, 80, "ML Operations")}
    descents = [("ml-engineer", "modeller")]
    draft = make_draft(version.article, placements=placements, descents=descents)
    said = page(desk.get(address("publish", draft)))
    for words in ("v0.2 becomes the current version", "v0.1 stays readable", "never changes"):
        assert words in said
    assert ">Modeller</a>" in said
    assert "is now called" in said
    assert state(draft) == "draft"


@pytest.mark.parametrize("has_them", [True, False])
def test_the_page_says_what_a_version_goes_without(has_them, desk, alice):
    values = {"teaser": "What it is."} if has_them else {"placements": {}}
    said = page(desk.get(address("publish", make_draft(make_article(author=alice), **values))))
    assert "Publish now" in said
    assert ("It has no teaser" in said) != has_them
    assert ("It has no map" in said) != has_them


def test_publishing_shows_the_new_version_at_once(desk, draft):
    visitor = Client()
    assert "v0.2" not in page(visitor.get("/"))
    answer = desk.post(address("publish", draft), NOW)
    assert (answer.status_code, answer.url) == (302, address("change", draft))
    for public in ("/", "/articles/", "/articles/ml-map/", "/articles/ml-map/v0.2/"):
        assert "ML Map v0.2" in page(visitor.get(public))
    assert "ML Map v0.2 is published." in page(desk.get(answer.url))


def test_publishing_twice_is_publishing_once(desk, draft):
    desk.post(address("publish", draft), NOW)
    before = Version.objects.filter(pk=draft.pk).values().get()
    assert "v0.2 is published already." in page(desk.post(address("publish", draft), NOW), 422)
    assert Version.objects.filter(pk=draft.pk).values().get() == before


def test_whoever_publishes_second_is_told_that_it_is_published(desk, draft, alice, monkeypatch):
    publish = publishing.publish

    def overtaken(version, by):
        publish(Version.objects.get(pk=version.pk), alice)
        return publish(version, by)

    monkeypatch.setattr(publishing, "publish", overtaken)
    said = page(desk.post(address("publish", draft)), 422)
    assert "v0.2 is published already." in said
    assert "Not ready yet" not in said
    assert "Back to the draft" not in said


BROKEN = {
    "It has no title.": {"title": ""},
    "It has no text.": {"body": " "},
    "The cover has no alternative text": {"cover": "a cover"},
    "The ends of the line have no names.": {"line_end": ""},
    "The map has practices, but no role.": {"placements": {"mlops": (20, 80)}},
    "Ml Engineer is on v0.1 and not on v0.2": {"placements": {"developer": (0, 9)}},
    "Modeller is new": {"placements": {"developer": (0, 9), "modeller": (1, 9)}},
    "from developer to analyst does not fit": {"descents": [("developer", "analyst")]},
    "The changelog is empty": {"changes": []},
}


@pytest.mark.parametrize(("problem", "values"), BROKEN.items())
@pytest.mark.parametrize("sent", [NOW, None], ids=["now", "later"])
def test_each_problem_is_named_and_nothing_is_published(problem, values, sent, desk, version):
    values = values | ({"cover": make_cover()} if "cover" in values else {})
    draft = make_draft(version.article, **values)
    assert problem in page(desk.get(address("publish", draft)))
    answer = desk.post(address("publish", draft), sent or at(tomorrow()))
    assert problem in page(answer, 422)
    assert state(draft) == "draft"


def test_all_problems_are_named_at_once(desk, version):
    draft = make_draft(version.article, title="", body="", changes=[], placements={})
    said = page(desk.get(address("publish", draft)))
    for problem in (
        "no title",
        "no text",
        "changelog is empty",
        "Developer is on v0.1",
        "Mlops is",
    ):
        assert problem in said
    assert "Publish now" not in said


def test_a_draft_of_another_text_is_not_published_by_its_number(desk):
    assert desk.post("/admin/articles/version/99999999999999999/publish/", NOW).status_code == 404


# Scheduling


def test_a_scheduled_version_waits_for_its_time(desk, draft):
    moment = tomorrow()
    answer = desk.post(address("publish", draft), at(moment))
    assert answer.status_code == 302
    stored = Version.objects.get(pk=draft.pk)
    assert (stored.published_at, stored.state) == (moment, "scheduled")
    words = f"ML Map v0.2 is scheduled for {moment:%-d %B %Y, %H:%M} UTC."
    assert words in page(desk.get(answer.url))
    assert "ML Map v0.2" not in page(Client().get("/"))
    with time_machine.travel(moment + timedelta(seconds=1)):
        assert "ML Map v0.2" in page(Client().get("/"))


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"at_0": "2001-01-01", "at_1": "09:00"}, "This time has passed."),
        ({"at_0": "2999-13-01", "at_1": "09:00"}, "Enter a valid date."),
        ({"at_0": "2999-01-01", "at_1": "29:00"}, "Enter a valid time."),
        ({"at_0": "2999-01-01", "at_1": ""}, "This field is required."),
        ({"at_0": "", "at_1": ""}, "This field is required."),
        ({"at_0": "2999-01-01\0", "at_1": "09:00"}, "Enter a valid date."),
        ({}, "This field is required."),
    ],
)
def test_a_time_that_cannot_be_is_given_back(sent, words, desk, draft):
    said = page(desk.post(address("publish", draft), {"schedule": "at"} | sent), 422)
    assert words in said
    assert f'value="{sent.get("at_1") or "now"}"' in said
    assert state(draft) == "draft"


def test_a_time_is_in_the_sites_zone(desk, draft, settings):
    settings.TIME_ZONE = "Asia/Shanghai"
    assert "Asia/Shanghai" in page(desk.get(address("publish", draft)))
    desk.post(address("publish", draft), {"schedule": "at", "at_0": "2999-01-01", "at_1": "09:00"})
    assert Version.objects.get(pk=draft.pk).published_at.isoformat() == "2999-01-01T01:00:00+00:00"


def test_a_version_is_taken_off_the_schedule(desk, alice):
    scheduled = make_scheduled(make_article())
    answer = desk.post(address("unschedule", scheduled))
    assert (answer.status_code, state(scheduled)) == (302, "draft")
    assert "ML Map v0.1 is a draft again." in page(desk.get(answer.url))


def test_the_page_of_a_scheduled_version_says_when_it_appears_and_takes_it_off(desk, alice):
    scheduled = make_scheduled(at=datetime(2999, 1, 2, 9, 30, tzinfo=UTC))
    said = page(desk.get(address("publish", scheduled)))
    assert "v0.1 appears on 2 January 2999, 09:30 UTC." in said
    [action] = re.findall(r'<form method="post" action="([^"]+/unschedule/)"', said)
    assert "Publish now" not in said
    assert desk.post(action).status_code == 302
    assert state(scheduled) == "draft"
    assert "Publish now" in page(desk.get(address("publish", scheduled)))


def test_the_page_of_a_published_version_leads_back(desk, version):
    said = page(desk.get(address("publish", version)))
    assert "v0.1 is published already." in said
    assert f'href="{address("change", version)}">Back</a>' in said
    assert "unschedule" not in said


def test_what_is_published_is_not_taken_off(desk, version):
    answer = desk.post(address("unschedule", version), follow=True)
    assert "Nothing was done: v0.1 is not scheduled: it is published." in page(answer)
    assert state(version) == "published"


def test_taking_off_is_posted(desk, version):
    assert desk.get(address("unschedule", version)).status_code == 405


# Withdrawing


def test_a_withdrawal_takes_the_text_down_and_says_why(desk, version):
    answer = desk.post(address("withdraw", version), {"reason": "It named a person."})
    assert answer.status_code == 302
    read = page(Client().get("/articles/ml-map/v0.1/"), 410)
    assert "It named a person." in read
    assert "The text of v0.1." not in read
    assert "ML Map v0.1 is withdrawn. Its address says why." in page(desk.get(answer.url))


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("", "This field is required."),
        ("   ", "This field is required."),
        ("x" * 501, "at most 500 characters"),
        ("Named\0", "Null characters are not allowed."),
        ("Named\u202enosrep a", "U+202E"),
    ],
)
def test_a_withdrawal_without_a_reason_is_given_back(reason, words, desk, version):
    assert words in page(desk.post(address("withdraw", version), {"reason": reason}), 422)
    assert state(version) == "published"


@pytest.mark.parametrize("make", [make_draft, make_scheduled])
def test_what_is_not_published_is_not_withdrawn(make, desk, alice):
    version = make(make_article())
    before = state(version)
    answer = desk.post(address("withdraw", version), {"reason": "A slip."})
    assert "Nothing was done:" in page(answer, 422)
    assert state(version) == before


def test_a_second_draft_is_refused_in_words(desk, draft):
    answer = desk.post(address("start", draft.article), follow=True)
    assert "Nothing was done: v0.2 is a draft already." in page(answer)


def test_a_withdrawal_stands(desk, version):
    desk.post(address("withdraw", version), {"reason": "It named a person."})
    said = page(desk.post(address("withdraw", version), {"reason": "Another."}), 422)
    assert "it is withdrawn" in said
    assert Version.objects.get(pk=version.pk).withdrawal_reason == "It named a person."


def test_what_was_withdrawn_gives_the_page_back_to_the_version_before(desk, version):
    second = make_published(version.article)
    desk.post(address("withdraw", second), {"reason": "Too soon."})
    assert "The text of v0.1." in page(Client().get("/articles/ml-map/"))
    assert "Too soon." in page(Client().get("/articles/ml-map/v0.2/"), 410)


def test_the_desk_of_a_new_site_says_how_to_begin(desk, client):
    begin = 'href="/admin/articles/article/add/">Begin an article…</a>'
    assert begin in (empty := desk.get("/admin/").text)
    assert "You have none yet." in empty
    make_article()
    assert begin in (begun := desk.get("/admin/").text)
    assert "You have none yet." not in begun
    client.force_login(make_person("mod", "Moderators"))
    assert begin not in client.get("/admin/").text


def test_the_desk_names_what_it_holds_and_not_the_libraries(desk):
    shown = desk.get("/admin/").text
    assert "Two-factor sign-in" in shown
    assert "Taggit" not in shown
    assert "MFA" not in shown


def test_the_desk_offers_a_first_version_only_where_there_was_none(desk, alice):
    article = make_article("empty", author=alice)
    assert "Start the first version" in desk.get("/admin/").text
    make_withdrawn(article)
    assert "Start the first version" not in desk.get("/admin/").text
    assert "Start the next version" in desk.get("/admin/").text
