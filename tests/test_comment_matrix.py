"""Who may do what to which comment: every act by everybody, as it is written down here.

A cell says what the answer is: `page` (shown), `goes` (led to where the comment stands), `done`
(and something is stored that was not before), `idle` (taken, but it fits no such comment), `enter`
(asked to sign in), or the status of a refusal. The comments are all the writer's.
"""

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from accounts.models import User
from articles.models import Article, Change, Version
from comments.models import Comment, Like, Moderation, Report
from tests.factories import (
    make_article,
    make_author,
    make_comment,
    make_draft,
    make_person,
    make_published,
    make_user,
)

pytestmark = pytest.mark.django_db

DESK = "/admin/comments/comment/"
MAY = """
act         state     anonymous reader    writer    blocked   moderator owner     author    stranger

read        approved  goes      goes      goes      goes      goes      goes      goes      goes
read        pending   404       404       page      404       page      page      404       404
read        rejected  404       404       page      404       page      page      404       404
read        removed   404       404       page      404       page      page      404       404
read        deleted   404       404       page      404       page      page      404       404

reply       approved  403       done      done      403       done      done      done      done
reply       pending   403       422       422       403       422       422       422       422
reply       rejected  403       422       422       403       422       422       422       422
reply       removed   403       422       422       403       422       422       422       422
reply       deleted   403       422       422       403       422       422       422       422

edit form   approved  enter     403       page      403       403       403       403       403
edit form   pending   enter     404       page      404       403       403       404       404
edit form   rejected  enter     404       403       404       403       403       404       404
edit form   removed   enter     404       403       404       403       403       404       404
edit form   deleted   enter     404       403       404       403       403       404       404

edit        approved  403       403       done      403       403       403       403       403
edit        pending   403       404       done      404       403       403       404       404
edit        rejected  403       404       403       404       403       403       404       404
edit        removed   403       404       403       404       403       403       404       404
edit        deleted   403       404       403       404       403       403       404       404

ask delete  approved  enter     403       page      403       403       403       403       403
ask delete  pending   enter     404       page      404       403       403       404       404
ask delete  rejected  enter     404       page      404       403       403       404       404
ask delete  removed   enter     404       403       404       403       403       404       404
ask delete  deleted   enter     404       403       404       403       403       404       404

delete      approved  403       403       done      403       403       403       403       403
delete      pending   403       404       done      404       403       403       404       404
delete      rejected  403       404       done      404       403       403       404       404
delete      removed   403       404       403       404       403       403       404       404
delete      deleted   403       404       403       404       403       403       404       404

like        approved  403       done      403       403       done      done      done      done
like        pending   403       404       403       404       403       403       404       404
like        rejected  403       404       403       404       403       403       404       404
like        removed   403       404       403       404       403       403       404       404
like        deleted   403       404       403       404       403       403       404       404

report form approved  enter     page      403       403       page      page      page      page
report form pending   enter     404       403       404       403       403       404       404

report      approved  403       done      403       403       done      done      done      done
report      pending   403       404       403       404       403       403       404       404
report      rejected  403       404       403       404       403       403       404       404
report      removed   403       404       403       404       403       403       404       404
report      deleted   403       404       403       404       403       403       404       404

approve     pending   enter     enter     enter     enter     done      done      403       403
approve     approved  enter     enter     enter     enter     idle      idle      403       403
approve     rejected  enter     enter     enter     enter     done      done      403       403
approve     removed   enter     enter     enter     enter     done      done      403       403
approve     deleted   enter     enter     enter     enter     idle      idle      403       403

reject      pending   enter     enter     enter     enter     done      done      403       403
reject      approved  enter     enter     enter     enter     idle      idle      403       403
reject      rejected  enter     enter     enter     enter     idle      idle      403       403
reject      removed   enter     enter     enter     enter     idle      idle      403       403
reject      deleted   enter     enter     enter     enter     idle      idle      403       403

remove      approved  enter     enter     enter     enter     done      done      403       403
remove      pending   enter     enter     enter     enter     idle      idle      403       403
remove      rejected  enter     enter     enter     enter     idle      idle      403       403
remove      removed   enter     enter     enter     enter     idle      idle      403       403
remove      deleted   enter     enter     enter     enter     idle      idle      403       403

triage      approved  enter     enter     enter     enter     idle      done      done      404
triage      pending   enter     enter     enter     enter     idle      done      done      404
triage      rejected  enter     enter     enter     enter     idle      done      done      404
triage      removed   enter     enter     enter     enter     idle      done      done      404
triage      deleted   enter     enter     enter     enter     idle      done      done      404

pin         approved  enter     enter     enter     enter     done      done      403       403
pin         pending   enter     enter     enter     enter     idle      idle      403       403
pin         rejected  enter     enter     enter     enter     idle      idle      403       403
pin         removed   enter     enter     enter     enter     idle      idle      403       403
pin         deleted   enter     enter     enter     enter     idle      idle      403       403

block       approved  enter     enter     enter     enter     done      done      403       403
block       pending   enter     enter     enter     enter     done      done      403       403
block       rejected  enter     enter     enter     enter     done      done      403       403
block       removed   enter     enter     enter     enter     done      done      403       403
block       deleted   enter     enter     enter     enter     done      done      403       403

credit      approved  enter     enter     enter     enter     403       done      done      403
credit      pending   enter     enter     enter     enter     403       422       422       403
credit      rejected  enter     enter     enter     enter     403       422       422       403
credit      removed   enter     enter     enter     enter     403       422       422       403
credit      deleted   enter     enter     enter     enter     403       422       422       403
"""
# The same to a comment of their own: nobody is above it, and whoever is blocked may still leave.
MAY_TO_THEIR_OWN = """
act         state     reader  blocked  moderator  owner  author

edit        approved  done    403      done       done   done
delete      approved  done    done     done       done   done
like        approved  403     403      403        403    403
report      approved  403     403      403        403    403
approve     pending   enter   enter    done       done   403
remove      approved  enter   enter    done       done   403
"""
ACTS = (
    {
        "read": lambda client, c: client.get(f"/comments/{c.pk}/"),
        "reply": lambda client, c: client.post(
            "/articles/ml-map/comments/", {"body": "So?", "version": "v0.1", "parent": c.pk}
        ),
        "edit form": lambda client, c: client.get(f"/comments/{c.pk}/edit/"),
        "edit": lambda client, c: client.post(f"/comments/{c.pk}/edit/", {"body": "Other words."}),
        "ask delete": lambda client, c: client.get(f"/comments/{c.pk}/delete/"),
        "delete": lambda client, c: client.post(f"/comments/{c.pk}/delete/"),
        "like": lambda client, c: client.post(f"/comments/{c.pk}/like/", {"liked": "1"}),
        "report form": lambda client, c: client.get(f"/comments/{c.pk}/report/"),
        "report": lambda client, c: client.post(f"/comments/{c.pk}/report/", {"reason": "spam"}),
    }
    | {
        action: lambda client, c, action=action: client.post(
            f"{DESK}moderate/",
            {"action": action, "comment": c.pk, "asked": "1", "reason": "Because."},
        )
        for action in ("approve", "reject", "remove", "pin", "block")
    }
    | {
        "triage": lambda client, c: client.post(
            f"{DESK}triage/", {"comment": c.pk, "triage": "planned", "note": ""}
        ),
        "credit": lambda client, c: credit(client, c),
    }
)


def credit(client, comment):
    """Say beside the changelog of the next version that a comment led to its line."""
    line = Change.objects.get(version__article=comment.article)
    sent = {"comment": comment.pk, "change": line.pk}
    return client.post(f"{DESK}planned/{line.version_id}/", sent)


def rows(table):
    """Return who is named in a table's head, and its cells by act and state."""
    head, *lines = (line for line in table.splitlines() if line)
    people = head.split()[2:]
    cells = {}
    for line in lines:
        act, (state, *words) = line[:12].strip(), line[12:].split()
        assert len(words) == len(people), line
        cells[act, state] = dict(zip(people, words, strict=True))
    return people, cells


def everything():
    """Return all that an act could change."""
    models = (Comment, Comment.changes.through, Like, Moderation, Report, Article, User)
    found = []
    # Asked hundreds of times: the rows as they are, without the time that it takes to dress them.
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"SELECT * FROM {model._meta.db_table} ORDER BY id")
            found.append(cursor.fetchall())
    return found


def outcome(client, act, comment, before):
    """Let somebody act, say what came of it, and undo it; `before` is everything until then."""
    cache.clear()
    with transaction.atomic():
        answer = ACTS[act](client, comment)
        has_changed = everything() != before
        transaction.set_rollback(True)
    if answer.status_code >= 400:
        assert not has_changed
        return str(answer.status_code)
    if answer.status_code == 200 and not has_changed:
        return "page"
    if "/login/?next=" in answer.url:
        assert not has_changed
        return "enter"
    if has_changed:
        return "done"
    return "idle" if answer.wsgi_request.method == "POST" else "goes"


@pytest.fixture(scope="module")
def people_of_module(version_of_module, django_db_blocker):
    """Everybody, signed in once for all tests: what these do is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_people(Version.objects.get(pk=version_of_module))
        transaction.set_rollback(True)


@pytest.fixture
def people(people_of_module, version):
    """Everybody, each with a browser that is as they left it when they signed in."""
    users, cookies = people_of_module
    clients = {name: Client() for name in users}
    for name, client in clients.items():
        client.cookies.update(cookies[name])
    return users, clients


def make_people(version):
    make_draft(version.article, changes=["A line of the next version."])
    users = {
        "anonymous": None,
        "owner": make_author(),
        "author": make_person("erin", "Authors"),
    }
    users |= {
        "stranger": make_person("fred", "Authors"),
        "moderator": make_person("mod", "Moderators"),
    }
    users |= {"writer": make_user("bob"), "reader": make_user("charlie")}
    users["blocked"] = make_user("dora", is_blocked=True)
    make_published(make_article("other", author=users["stranger"]))
    Article.objects.filter(pk=version.article_id).update(author=users["author"])
    clients = {name: Client() for name in users}
    for name, user in users.items():
        if user:
            clients[name].force_login(user)
    return users, {name: client.cookies for name, client in clients.items()}


@pytest.mark.parametrize("act", ACTS)
def test_everybody_may_do_what_is_written_down_and_nothing_else(act, version, people):
    users, clients = people
    comments = {
        state: make_comment(version, users["writer"], state=state) for state in Comment.State
    }
    names, cells = rows(MAY)
    asked = {(a, state): cell for (a, state), cell in cells.items() if a == act}
    assert asked
    before = everything()
    for (_, state), expected in asked.items():
        seen = {name: outcome(clients[name], act, comments[state], before) for name in names}
        assert seen == expected, state


def test_to_their_own_comments_everybody_may_do_what_is_written_down(version, people):
    users, clients = people
    names, cells = rows(MAY_TO_THEIR_OWN)
    for (act, state), expected in cells.items():
        seen = {}
        for name in names:
            own = make_comment(version, users[name], state=state)
            seen[name] = outcome(clients[name], act, own, everything())
        assert seen == expected, (act, state)


# The same as data

# Who reads data is nobody in particular; the forms' pages and the desk have none.
AS_DATA = {
    "read": lambda client, c: client.get(f"/comments/{c.pk}/?format=json"),
    **{act: ACTS[act] for act in ("reply", "edit", "delete", "like", "report")},
}
STATUSES_IN_WORDS = {200: "done", 201: "done"}


def status_as_data(client, act, comment):
    """Return what came of an act of a program, in the words of the table; it always gets JSON."""
    cache.clear()
    client.defaults["HTTP_ACCEPT"] = "application/json"
    before = everything()
    with transaction.atomic():
        answer = AS_DATA[act](client, comment)
        has_changed = everything() != before
        transaction.set_rollback(True)
    assert answer["Content-Type"] == "application/json"
    is_refused = answer.status_code >= 400
    assert is_refused == ("errors" in answer.json())
    assert has_changed == (not is_refused and act != "read")
    return STATUSES_IN_WORDS.get(answer.status_code, str(answer.status_code))


@pytest.mark.parametrize("act", AS_DATA)
def test_programs_may_do_what_their_readers_may(act, version, people):
    users, clients = people
    names, cells = rows(MAY)
    asked = {state: cell for (a, state), cell in cells.items() if a == act}
    assert asked
    for state, expected in asked.items():
        comment = make_comment(version, users["writer"], state=state)
        if act == "read":
            expected = dict.fromkeys(names, "done" if comment.is_approved else "404")
        seen = {name: status_as_data(clients[name], act, comment) for name in names}
        assert seen == expected, state


def test_to_their_own_comments_programs_may_do_what_their_readers_may(version, people):
    users, clients = people
    names, cells = rows(MAY_TO_THEIR_OWN)
    for (act, state), expected in cells.items():
        if act in AS_DATA:
            own = {name: make_comment(version, users[name], state=state) for name in names}
            seen = {name: status_as_data(clients[name], act, own[name]) for name in names}
            assert seen == expected, (act, state)


# What else each address is sent

ENDPOINTS = {
    # address: what is sent, what is refused with 422, what a GET answers
    "/articles/ml-map/comments/": ({"body": "So?", "version": "v0.1"}, {"body": ""}, 200),
    "/articles/ml-map/comments/new/": (None, None, 200),
    "/comments/{pk}/edit/": ({"body": "Other words."}, {"body": " "}, 200),
    "/comments/{pk}/delete/": ({}, None, 200),
    "/comments/{pk}/report/": ({"reason": "spam"}, {"reason": "dull"}, 200),
    "/comments/{pk}/like/": ({"liked": "1"}, None, 405),
}


@pytest.mark.parametrize("address", ENDPOINTS)
def test_an_address_takes_what_it_is_for(address, version, people):
    users, clients = people
    sent, refused, on_get = ENDPOINTS[address]
    is_own = "edit" in address or "delete" in address
    comment = make_comment(version, users["writer" if is_own else "reader"])
    client, address = clients["writer"], address.format(pk=comment.pk)
    before = everything()
    assert client.get(address).status_code == on_get
    for method in (client.put, client.patch, client.delete):
        assert method(address).status_code == 405
    if refused is not None:
        assert client.post(address, (sent or {}) | refused).status_code == 422
    if sent is None:
        assert client.post(address, {"body": "So?"}).status_code == 405
    assert everything() == before
    if sent is not None:
        assert client.post(address, sent).status_code == 302
        assert everything() != before
