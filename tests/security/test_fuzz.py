"""Every address is asked by everybody, in every way, with whatever may stand in it.

A few hundred requests here; `FUZZ=20000 make test TESTS=tests/security/test_fuzz.py` asks for more,
and `SEED=7` for others. Each is undone, so that one does not hide the next.
"""

import json
import os
import random
import re
from collections import Counter
from urllib.parse import quote, urlencode

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.addresses import routes
from tests.factories import make_author, make_person, make_picture, make_user
from tests.security.payloads import WORDS
from tests.test_visibility import site, told_by, values

__all__ = ["site"]

REQUESTS = int(os.environ.get("FUZZ", "300"))
SEED = int(os.environ.get("SEED", "1"))
METHODS = ["get"] * 5 + ["post"] * 6 + ["head", "put", "patch", "delete", "options", "trace"]
# What forms and addresses of the site call their fields.
FIELDS = re.findall(
    r"\S+",
    """
body version parent role liked reason words action comment asked triage note changes change back
title slug author tags name headline bio avatar email login password password1 oldpassword code
username next q after sort at page article state todo token key credential kind major minor seen
teaser cover cover_alt line_start line_end at_0 at_1 zone schedule publish again revision days link
content image placements-TOTAL_FORMS placements-INITIAL_FORMS placements-0-role placements-0-start
placements-0-end descents-TOTAL_FORMS changes-TOTAL_FORMS changes-0-text _selected_action
select_across index post action_add action_remove confirm want wish subject message form started
_descent _form from query before theme language remember
    """,
)
HEADERS = ["hx-request", "hx-target", "x-forwarded-for", "x-forwarded-host", "accept", "referer"]
HEADERS += [
    "if-none-match",
    "if-modified-since",
    "accept-language",
    "user-agent",
    "range",
    "origin",
]
# These may see nothing of what is hidden.
KEPT_OUT = ["anonymous", "reader", "blocked", "another author"]


@pytest.fixture
def people(site, db):
    users = {"anonymous": None, "reader": make_user("fuzzed"), "owner": make_author()}
    users |= {"blocked": make_user("shut", is_blocked=True)}
    users |= {"another author": make_person("fred", "Authors")}
    users |= {"moderator": make_person("guard", "Moderators")}
    clients = {}
    for name, user in users.items():
        clients[name] = Client(raise_request_exception=False)
        if user:
            clients[name].force_login(user)
    return clients


def addresses(dice):
    """Return a way to draw addresses: mostly of what is there, and sometimes of what is not."""
    names = sorted({route for route in routes() if route[0] != "admin:None"}, key=str)
    known = {name: {a: list(v) for a, v in values(name).items()} for name, _ in names}

    def drawn():
        name, arguments = dice.choice(names)
        chosen = {argument: dice.choice(known[name][argument]) for argument in arguments}
        try:
            path = reverse(name, kwargs=chosen)
        except NoReverseMatch:
            return "/"
        if dice.random() < 0.1:
            parts = path.split("/")
            parts[dice.randrange(len(parts))] = quote(dice.choice(WORDS)[:200], errors="replace")
            path = "/" + "/".join(parts).lstrip("/")
        return path

    return drawn


def fields(dice):
    words = [*WORDS, "1", "2", "v0.1", "v0.2", "ml-map", "secret-next-article", "bob@example.org"]
    return {dice.choice(FIELDS): dice.choice(words) for _ in range(dice.randrange(6))}


def ask(client, dice, address):
    """Send one request; return its answer, and what was in its form."""
    method = dice.choice(METHODS)
    if dice.random() < 0.5:
        address += "?" + urlencode(fields(dice), errors="replace")
    names = dice.sample(HEADERS, dice.randrange(3))
    headers = {name: dice.choice(WORDS)[:300].encode("ascii", "ignore").decode() for name in names}
    headers = {name: "".join(filter(str.isprintable, value)) for name, value in headers.items()}
    sent = fields(dice)
    if method == "post" and dice.random() < 0.1:
        sent["image" if dice.random() < 0.5 else "avatar"] = make_picture()
        return client.post(address, sent, headers=headers), sent
    if method in ("post", "put", "patch", "delete"):
        forms = ["application/x-www-form-urlencoded"] * 6
        kind = dice.choice([*forms, "application/json", "multipart/form-data; boundary=x", "x/y"])
        form = urlencode(sent, errors="replace")
        body = json.dumps(sent) if kind == "application/json" else form
        answer = client.generic(method.upper(), address, body, content_type=kind, headers=headers)
        return answer, sent
    return getattr(client, method)(address, headers=headers), {}


def leaked(name, answer, sent):
    # What somebody wrote in a form is given back to them.
    told = told_by(answer, f"{answer.wsgi_request.get_full_path()} {sent}")
    # Roles are every author's to choose from, so that no slug is taken twice.
    is_author = name == "another author"
    return {word for word in told if not (is_author and word.endswith("-role"))}


def test_whatever_is_asked_nothing_breaks_and_nothing_leaks(people):
    dice = random.Random(SEED)  # noqa: S311 -- the same requests each time
    drawn = addresses(dice)
    kept = {name: client.cookies.copy() for name, client in people.items()}
    seen, broken, leaks = Counter(), [], []
    for number in range(REQUESTS):
        name = dice.choice(sorted(people))
        client, address = people[name], drawn()
        cache.clear()
        with transaction.atomic():
            answer, sent = ask(client, dice, address)
            seen[answer.status_code] += 1
            if answer.status_code >= 500:
                asked = answer.wsgi_request
                broken.append((number, name, asked.method, asked.get_full_path(), answer.exc_info))
            elif name in KEPT_OUT and (told := leaked(name, answer, sent)):
                leaks.append((number, name, answer.wsgi_request.get_full_path(), told))
            transaction.set_rollback(True)
        client.cookies = kept[name].copy()
    print(REQUESTS, dict(seen))  # noqa: T201 -- the figure, with -s
    assert broken == []
    assert leaks == []
    assert {200, 302, 403, 404, 405, 422} <= set(seen)
