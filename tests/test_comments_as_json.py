"""Comments for programs: what a page says as data, and what forms say to whoever asks for data."""

import json
import uuid

import pytest
from django.core.cache import cache
from django.db import OperationalError, transaction
from django.test import Client
from jsonschema import Draft202012Validator, ValidationError

from comments.models import Comment, Like, Moderation, Report
from comments.moderation import moderate
from tests.factories import make_comment, make_published, make_role, make_withdrawn

pytestmark = pytest.mark.django_db

THREAD = "/articles/ml-map/comments/"
HERE = "http://127.0.0.1:8000"
JSON = {"headers": {"Accept": "application/json"}}
State = Comment.State


@pytest.fixture
def schema(client):
    answer = client.get("/schemas/comments-1.json")
    assert answer["Content-Type"] == "application/schema+json"
    Draft202012Validator.check_schema(answer.json())
    return Draft202012Validator(answer.json())


@pytest.fixture
def read(schema):
    """Read an address as data, which is as the schema says."""

    def read(address, client=None, **query):
        asked = None if "?" in address else {"format": "json"} | query
        answer = (client or Client()).get(address, asked)
        assert answer.status_code == 200
        assert answer["Content-Type"] == "application/json"
        data = json.loads(answer.content)
        schema.validate(data)
        return data

    return read


@pytest.fixture
def reader(client, version, bob):
    """A client of bob's, whose comments appear at once."""
    make_comment(version, bob, body="He is known.")
    client.force_login(bob)
    return client


def bodies(data):
    return [comment.get("body") for comment in data["comments"]]


def told(answer, status):
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/json"
    return json.loads(answer.content)


# Reading


def test_a_comment_says_what_its_page_says(read, version, bob):
    bob.headline = "Reads maps"
    bob.save()
    comment = make_comment(version, bob, body="I *see*.", role=make_role("ml-engineer"))
    [said] = read(THREAD)["comments"]
    assert said == {
        "id": comment.pk,
        "url": f"{HERE}/comments/{comment.pk}/",
        "state": "approved",
        "reason": "",
        "root": None,
        "reply_count": 0,
        "version": "v0.1",
        "role": {
            "slug": "ml-engineer",
            "name": "Ml Engineer",
            "url": f"{HERE}/roles/ml-engineer/",
        },
        "in_reply_to": None,
        "author": {"name": "bob", "headline": "Reads maps", "wrote_the_article": False},
        "created_at": comment.created_at.isoformat(),
        "edited_at": None,
        "body": "I *see*.",
        "html": "<p>I <em>see</em>.</p>\n",
        "like_count": 0,
        "is_pinned": False,
        "led_to": [],
        "replies": [],
        "more_replies": None,
    }
    alone = read(f"/comments/{comment.pk}/")
    assert alone == {name: said[name] for name in said.keys() - {"replies", "more_replies"}}


def test_a_thread_is_read_page_by_page_to_its_end(read, version):
    for number in range(45):
        make_comment(version, body=f"Number {number}.")
    page, seen = read(THREAD, order="newest"), []
    while page["next"]:
        seen += bodies(page)
        assert page["next"].startswith(HERE)
        page = read(page["next"].removeprefix(HERE))
    seen += bodies(page)
    assert seen == [f"Number {number}." for number in reversed(range(45))]


def test_replies_beyond_the_first_are_read_at_an_address_of_their_own(read, version):
    root = make_comment(version)
    replies = [make_comment(version, parent=root).pk for _ in range(5)]
    [branch] = read(THREAD)["comments"]
    assert [reply["id"] for reply in branch["replies"]] == replies[:3]
    rest = read(branch["more_replies"].removeprefix(HERE))
    assert [reply["id"] for reply in rest["comments"]] == replies[3:]
    assert (rest["root"]["id"], rest["next"]) == (root.pk, None)


def test_a_thread_is_narrowed_as_on_its_page(read, version):
    make_comment(version, body="The first.", role=make_role("developer"))
    make_comment(make_published(version.article), body="The second.")
    assert bodies(read(THREAD, version="v0.2")) == ["The second."]
    assert bodies(read(THREAD, role="developer")) == ["The first."]
    assert bodies(read(THREAD, order="newest")) == ["The second.", "The first."]


def test_a_gap_says_why_and_nothing_else(read, version, mod):
    root = make_comment(version, body="Unkind words.")
    make_comment(version, parent=root)
    moderate(root, mod, Moderation.Action.REMOVE, "It was unkind.")
    [gap] = read(THREAD)["comments"]
    assert {name: gap[name] for name in ("state", "reason")} == {
        "state": "removed",
        "reason": "It was unkind.",
    }
    assert not {"body", "html", "author", "created_at"} & gap.keys()
    assert len(gap["replies"]) == 1


def test_what_is_pinned_stands_on_the_first_page_of_the_whole_thread(read, version, mod):
    comment = make_comment(version)
    moderate(comment, mod, Moderation.Action.PIN, "")
    whole, narrowed = read(THREAD), read(THREAD, version="v0.1")
    assert whole["pinned"]["id"] == comment.pk
    assert narrowed["pinned"] is None
    assert len(whole["comments"]) == len(narrowed["comments"]) == 1


@pytest.mark.parametrize("state", [State.PENDING, State.REJECTED, State.REMOVED, State.DELETED])
def test_nobody_reads_as_data_what_no_reader_sees(state, read, version, bob, mod):
    hidden = make_comment(version, bob, body="A secret.", state=state)
    for person in (bob, mod):
        client = Client()
        client.force_login(person)
        assert read(THREAD, client)["comments"] == []
        asked = {"format": "json"}
        data = told(client.get(THREAD, asked | {"thread": hidden.pk}), 404)
        assert data == told(client.get(f"/comments/{hidden.pk}/", asked), 404)
        assert data["errors"]["__all__"][0]["code"] == "not_found"


def test_what_is_not_there_is_not_found(client, version):
    comment = make_comment(make_withdrawn(version.article))
    make_comment(version)
    assert client.get(THREAD, {"format": "xml"}).status_code == 404
    assert client.get(f"/comments/{comment.pk}/", {"format": "xml"}).status_code == 404
    nothing = told(client.get("/comments/999999/", {"format": "json"}), 404)
    assert nothing == told(client.get("/articles/none/comments/", {"format": "json"}), 404)
    assert nothing == told(client.get("/no-such-page/", {"format": "json"}), 404)
    assert client.get("/comments/999999/")["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(
    "change",
    [{"state": "hidden"}, {"email": "bob@example.org"}, {"created_at": "today"}, {"body": None}],
    ids=str,
)
def test_the_schema_refuses_what_the_site_never_says(change, schema, read, version):
    data = read(f"/comments/{make_comment(version).pk}/")
    with pytest.raises(ValidationError):
        schema.validate(data | change)


def test_data_are_shared_as_the_page_is_and_change_with_it(version):
    address = f"{THREAD}?format=json"
    comment = make_comment(version, body="First words.")
    answer = Client().get(address)
    assert answer["Cache-Control"] == "public, max-age=0"
    assert not answer.cookies
    again = Client().get(address, headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    make_comment(version, parent=comment)
    assert Client().get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 200


def test_the_page_leads_to_its_data(client, version):
    make_comment(version)
    page = client.get(THREAD, {"order": "newest"}).content.decode()
    address = f"{THREAD}?order=newest&amp;format=json"
    assert f'<link rel="alternate" type="application/json" href="{address}">' in page


# Writing


def test_a_comment_is_posted_and_given_back_as_data(reader, schema):
    answer = reader.post(THREAD, {"body": "It is *so*.", "version": "v0.1"}, **JSON)
    data = told(answer, 201)
    schema.validate(data)
    comment = Comment.objects.latest("pk")
    assert (data["id"], data["state"], data["body"]) == (comment.pk, "approved", "It is *so*.")


def test_a_writer_is_told_that_their_comment_waits(client, schema, version, charlie):
    client.force_login(charlie)
    data = told(client.post(THREAD, {"body": "Hello.", "version": "v0.1"}, **JSON), 201)
    schema.validate(data)
    assert (data["state"], data["body"]) == ("pending", "Hello.")
    assert data["reason"] == "It is its reader's first comment."


def test_sent_twice_with_one_key_it_is_one_comment(reader):
    sent = {"body": "Once.", "version": "v0.1", "key": str(uuid.uuid4())}
    first, second = (told(reader.post(THREAD, sent, **JSON), 201) for _ in range(2))
    assert first == second
    other = told(reader.post(THREAD, sent | {"body": "Twice."}, **JSON), 422)
    assert other["errors"]["key"][0]["code"] == "used"
    assert told(reader.post(THREAD, other["sent"], **JSON), 201)["body"] == "Twice."


def test_what_is_refused_says_why_by_field_and_gives_the_words_back(reader):
    sent = {"body": "x" * 6000, "version": "v0.9", "parent": "99999999999999999"}
    before = Comment.objects.count()
    data = told(reader.post(THREAD, sent, **JSON), 422)
    assert data["errors"].keys() == {"body", "version", "parent"}
    assert data["errors"]["body"][0]["code"] == "max_length"
    assert data["sent"]["body"] == sent["body"]
    assert not {"stamp", "website"} & data["sent"].keys()
    assert Comment.objects.count() == before


def test_limits_hold_for_programs(reader):
    cache.clear()
    sent = {"body": "Again.", "version": "v0.1"}
    statuses = [reader.post(THREAD, sent, **JSON).status_code for _ in range(7)]
    assert statuses == [201] * 6 + [429]
    data = told(reader.post(THREAD, sent, **JSON), 429)
    assert data["errors"]["__all__"][0]["code"] == "rate"
    assert data["sent"]["body"] == "Again."


def test_who_is_not_signed_in_is_told_so_and_keeps_their_words(client, version):
    data = told(client.post(THREAD, {"body": "Mine.", "version": "v0.1"}, **JSON), 403)
    assert data["errors"]["__all__"][0]["code"] == "sign_in"
    assert data["sent"] == {"body": "Mine."}


def test_the_guard_against_forged_requests_holds_for_programs(version, bob):
    client = Client(enforce_csrf_checks=True)
    client.force_login(bob)
    data = told(client.post(THREAD, {"body": "Mine.", "version": "v0.1"}, **JSON), 403)
    assert data["errors"]["__all__"][0]["code"] == "csrf"
    assert data["sent"] == {"body": "Mine."}
    client.get("/articles/ml-map/comments/new/")
    token = client.cookies["csrftoken"].value
    headers = JSON["headers"] | {"X-CSRFToken": token}
    answer = client.post(THREAD, {"body": "Mine.", "version": "v0.1"}, headers=headers)
    assert answer.status_code == 201


def test_how_it_will_look_is_told_and_nothing_is_stored(reader):
    before = Comment.objects.count()
    sent = {"body": "*So*", "version": "v0.1", "preview": "1"}
    assert told(reader.post(THREAD, sent, **JSON), 200) == {"html": "<p><em>So</em></p>\n"}
    data = told(reader.post(THREAD, sent | {"body": " "}, **JSON), 422)
    assert data["errors"]["body"][0]["message"] == "Write something first."
    assert Comment.objects.count() == before


def test_a_comment_is_changed_and_taken_back(reader, schema, version, bob):
    comment = make_comment(version, bob, body="Before.")
    edit, delete = (f"/comments/{comment.pk}/{act}/" for act in ("edit", "delete"))
    data = told(reader.post(edit, {"body": "After."}, **JSON), 200)
    schema.validate(data)
    assert (data["id"], data["body"], bool(data["edited_at"])) == (comment.pk, "After.", True)
    assert told(reader.post(edit, {"body": ""}, **JSON), 422)["sent"] == {"body": ""}
    data = told(reader.post(delete, **JSON), 200)
    schema.validate(data)
    assert data["state"] == "deleted"
    assert "body" not in data
    assert told(reader.post(delete, **JSON), 403)["errors"]["__all__"]


def test_a_comment_is_liked_and_reported(reader, version, charlie):
    comment = make_comment(version, charlie)
    like, report = (f"/comments/{comment.pk}/{act}/" for act in ("like", "report"))
    assert told(reader.post(like, {"liked": "1"}, **JSON), 200) == {
        "is_liked": True,
        "like_count": 1,
    }
    assert told(reader.post(like, {"liked": "0"}, **JSON), 200)["like_count"] == 0
    data = told(reader.post(report, {"reason": "dull"}, **JSON), 422)
    assert data["errors"].keys() == {"reason"}
    assert told(reader.post(report, {"reason": "spam"}, **JSON), 200)["id"] == comment.pk
    assert Report.objects.get().comment == comment
    assert not Like.objects.exists()


def test_an_article_is_liked(reader):
    answer = reader.post("/articles/ml-map/like/", {"liked": "1"}, **JSON)
    assert told(answer, 200) == {"is_liked": True, "like_count": 1}


def refused(answer, status):
    [error] = told(answer, status)["errors"]["__all__"]
    assert error["message"]
    return error["code"]


def test_a_like_that_is_refused_says_why(reader, version, bob):
    own = f"/comments/{make_comment(version, bob).pk}/like/"
    article = "/articles/ml-map/like/"
    for address in (own, article):
        assert refused(Client().post(address, {"liked": "1"}, **JSON), 403) == "sign_in"
    assert refused(reader.post(article, {"liked": "2"}, **JSON), 400) == "invalid"
    assert refused(reader.post(own, {"liked": "1"}, **JSON), 403) == "refused"
    bob.is_blocked = True
    bob.save()
    assert refused(reader.post(article, {"liked": "1"}, **JSON), 403) == "refused"


@pytest.mark.parametrize("act", ["like", "edit", "delete", "report"])
def test_to_what_is_not_there_nothing_is_done_and_that_is_said(act, reader):
    sent = {"liked": "1", "body": "Mine."}
    answer = reader.post(f"/comments/999999/{act}/", sent, **JSON)
    assert refused(answer, 404) == "not_found"
    assert answer.json()["sent"] == {"body": "Mine."}


def test_what_nobody_can_understand_is_refused_as_data(reader):
    answer = reader.post(THREAD, {f"field-{n}": "" for n in range(1001)}, **JSON)
    assert refused(answer, 400) == "invalid"


def test_where_nothing_can_be_stored_the_words_come_back(reader, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr("comments.forms.post", fail)
    with transaction.atomic():
        data = told(reader.post(THREAD, {"body": "Mine.", "version": "v0.1"}, **JSON), 503)
    assert data["errors"]["__all__"][0]["code"] == "database"
    assert data["sent"]["body"] == "Mine."


@pytest.mark.parametrize("accepted", ["*/*", "text/html,application/xhtml+xml,*/*;q=0.8", ""])
def test_whoever_does_not_ask_for_data_gets_a_page(accepted, reader):
    sent = {"body": "It is so.", "version": "v0.1"}
    answer = reader.post(THREAD, sent, headers={"Accept": accepted})
    assert answer.status_code == 302


def test_what_is_too_much_to_be_read_is_refused_as_data(reader):
    answer = reader.post(THREAD, {"body": "x" * 2_200_000, "version": "v0.1"}, **JSON)
    assert refused(answer, 413) == "too_big"
