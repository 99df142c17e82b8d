"""Checks 28, 31: authors have what is theirs, moderators comments, and readers neither of them."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.forms import ALL_FIELDS, BaseModelForm
from django.test import Client, RequestFactory

from articles.models import Article, Version
from comments import triage
from comments.models import Comment
from tests.addresses import everything_in
from tests.desk import address, form_of
from tests.factories import (
    make_article,
    make_author,
    make_comment,
    make_draft,
    make_person,
    make_published,
    make_role,
    make_user,
)

pytestmark = pytest.mark.django_db

RIGHTS = {
    "Readers": set(),
    "Moderators": {"comments.view_comment", "comments.change_comment"},
    "Authors": {
        *("articles.view_article", "articles.add_article", "articles.change_article"),
        *("articles.delete_article", "articles.view_version", "articles.change_version"),
        *("articles.delete_version", "roles.view_role", "roles.add_role", "comments.view_comment"),
    },
}
# Around a version, beside its own page.
PAGES = ["preview", "compare", "share", "revoke", "map", "publish", "unschedule", "correct"]
PAGES += ["withdraw", "delete", "history"]
NOT_FOR_AUTHORS = [
    *("/admin/accounts/user/", "/admin/auth/group/", "/admin/comments/notice/"),
    *("/admin/account/emailaddress/", "/admin/mfa/authenticator/", "/admin/taggit/tag/"),
    *("/admin/usersessions/usersession/", "/admin/comments/comment/next/"),
]


@pytest.fixture
def erin(db):
    return make_person("erin", "Authors")


@pytest.fixture
def author(erin):
    client = Client()
    client.force_login(erin)
    return client


@pytest.fixture
def theirs(alice):
    """A draft of somebody else's, in which nobody else may see a word."""
    article = make_published(make_article("theirs", title="Nobody knows of it")).article
    return make_draft(article, title="A secret title", body="A secret text.")


def test_each_group_has_its_rights_and_no_others():
    names = "permissions__content_type__app_label", "permissions__codename"
    for name, rights in RIGHTS.items():
        found = Group.objects.filter(name=name).exclude(permissions=None).values_list(*names)
        assert {".".join(right) for right in found} == rights, name
    assert set(Group.objects.values_list("name", flat=True)) == set(RIGHTS)


def test_an_author_goes_the_whole_way_from_an_article_to_its_second_version(author, erin):
    sent = {"title": "Mine", "slug": "mine", "tags": "maps", "author": make_user("bob").pk}
    assert author.post(address("add", Article), sent).status_code == 302
    article = Article.objects.get(slug="mine")
    assert article.author == erin
    for label in ("v0.1", "v0.2"):
        assert author.post(f"/admin/articles/article/{article.pk}/start/").status_code == 302
        draft = article.versions.waiting().get()
        values = {"title": label, "body": f"The text of {label}.", "seen": ""}
        values |= {"line_start": "here", "line_end": "there"}
        sent = form_of(draft, **values)
        if draft.predecessor:
            sent |= {"changes-TOTAL_FORMS": 1, "changes-0-position": 1, "changes-0-text": "New."}
        assert author.post(address("change", draft), sent).status_code == 302
        for page in ("preview", "share", "publish"):
            assert author.get(address(page, draft)).status_code == 200
        assert author.post(address("publish", draft)).status_code == 302
        assert Version.objects.get(pk=draft.pk).is_public()
        assert f"The text of {label}." in everything_in(Client().get("/articles/mine/"))
    amended = {"reason": "A slip.", "body": "The text of v0.2, amended.", "publish": "1"}
    first_look = author.get(address("correct", draft))
    hidden = first_look.context["form"].initial
    assert author.post(address("correct", draft), hidden | amended).status_code == 302
    assert "amended" in everything_in(Client().get("/articles/mine/"))
    assert author.post(address("withdraw", draft), {"reason": "Wrong."}).status_code == 302
    assert "The text of v0.1." in everything_in(Client().get("/articles/mine/"))


def test_an_author_adds_a_role_and_changes_none(author):
    sent = {"slug": "analyst", "kind": "role"}
    role = make_role("developer")
    assert author.post("/admin/roles/role/add/", sent).status_code == 302
    assert author.post(f"/admin/roles/role/{role.pk}/change/", sent).status_code == 403
    assert author.post(f"/admin/roles/role/{role.pk}/delete/", {"post": "yes"}).status_code == 403


def test_an_author_neither_sees_nor_touches_what_is_anothers(author, erin, theirs):
    make_published(make_article("mine", author=erin))
    before = list(Version.objects.values())
    for page in PAGES:
        for ask in (author.get, author.post):
            answer = ask(address(page, theirs))
            # The admin leads to its first page, saying that there is no such thing.
            assert answer.status_code in (302, 403, 404, 405), page
            assert "ecret t" not in everything_in(answer)
    for page in (address("change", theirs), address("change", theirs.article)):
        assert author.post(page, form_of(theirs, title="Mine now")).status_code == 302
        assert author.get(page).url == "/admin/"
    assert author.post(f"/admin/articles/article/{theirs.article.pk}/start/").status_code == 404
    for page in ("/admin/", address("changelist", Article), address("changelist", Version)):
        listed = everything_in(author.get(page))
        assert "Nobody knows of it" not in listed
        assert "ecret t" not in listed
    assert list(Version.objects.values()) == before


def test_an_author_plans_for_their_own_article_and_sees_no_others_queue(author, erin, theirs):
    mine = make_published(make_article("mine", author=erin))
    said = make_comment(mine, body="Say more of it.")
    other = theirs.article.versions.public().get()
    hidden = make_comment(other, body="It waits.", state=Comment.State.PENDING)
    page = f"/admin/comments/comment/{said.pk}/change/"
    assert author.get(page).status_code == 200
    sent = {"triage": "planned", "triage_note": "Soon."}
    assert author.post(page, sent).status_code == 302
    assert Comment.objects.get(pk=said.pk).triage == Comment.Triage.PLANNED
    listed = everything_in(author.get("/admin/comments/comment/"))
    assert "Say more of it." in listed
    assert "It waits." not in listed
    assert author.get(f"/admin/comments/comment/{hidden.pk}/change/").url == "/admin/"


@pytest.mark.parametrize("page", NOT_FOR_AUTHORS)
def test_nothing_else_at_the_desk_is_for_authors(page, author, bob):
    assert author.get(page).status_code == 403
    assert author.post(page, {"action": "delete_selected"}).status_code in (403, 405)


def test_a_moderator_has_nothing_of_an_authors(mod, theirs):
    client = Client()
    client.force_login(mod)
    public = theirs.article.versions.public().get()
    said = make_comment(public, body="Say more of it.")
    triage.set_triage(said, Comment.Triage.PLANNED, theirs.article.author)
    for version in (theirs, public):
        for page in ["change", *PAGES]:
            for ask in (client.get, client.post):
                # The admin leads to its first page, saying that there is no such thing.
                assert ask(address(page, version)).status_code in (302, 403, 405), page
                assert "ecret t" not in everything_in(ask(address(page, version)))
    for page in (Article, Version):
        assert client.get(address("changelist", page)).status_code == 403
        assert client.get(address("add", page)).status_code == 403
    assert client.post("/admin/roles/role/add/", {"slug": "x", "kind": "role"}).status_code == 403
    for editor in ("/markdownx/upload/", "/markdownx/markdownify/"):
        assert client.post(editor, {"content": "x"}).status_code == 403
    assert "ecret t" not in everything_in(client.get("/admin/"))


def test_a_reader_in_the_group_of_readers_has_no_desk(bob, theirs):
    bob.groups.add(Group.objects.get(name="Readers"))
    client = Client()
    client.force_login(bob)
    for page in ("/admin/", address("change", theirs), "/admin/comments/comment/"):
        assert client.get(page, follow=True).status_code == 403


# 31


def forms():
    """Return every form of a model that the site has, the desk's among them."""
    request = RequestFactory().get("/")
    request.user = make_author()
    yield from (a.get_form(request) for a in admin.site._registry.values())
    waiting = [BaseModelForm]
    while waiting:
        subclasses = waiting.pop().__subclasses__()
        waiting += subclasses
        yield from (form for form in subclasses if hasattr(form, "_meta") and form._meta.model)


def test_31_no_form_takes_all_the_fields_of_a_row():
    own = ("accounts", "articles", "comments", "mlmap_site", "roles")
    taking_all = [
        form
        for form in forms()
        if form.__module__.startswith(own) and form._meta.fields == ALL_FIELDS
    ]
    assert taking_all == []
