"""The desk: which pages it has, whom it lets in, and what it cannot undo."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from accounts.models import User
from articles import publishing
from articles.models import Article, Version
from comments.models import Comment, Moderation
from comments.moderation import moderate
from roles.models import Role
from tests.addresses import routes
from tests.desk import address
from tests.factories import (
    make_article,
    make_comment,
    make_draft,
    make_published,
    make_scheduled,
    make_user,
    make_withdrawn,
)

pytestmark = pytest.mark.django_db

MAKERS = {
    "draft": make_draft,
    "scheduled": make_scheduled,
    "published": make_published,
    "withdrawn": make_withdrawn,
}
MODELS = [Article, Version, Comment, Role]
FORMS = ["change", "delete", "history"]
VERBS = ["preview", "publish", "correct", "withdraw"]
POSTED = ["map", "unschedule"]


def list_of(model):
    return address("changelist", model)


@pytest.fixture
def desk(client, alice):
    """A client of the author's."""
    client.force_login(alice)
    return client


@pytest.fixture(params=MAKERS)
def made(request, alice):
    """A version in each state, which is the article's second."""
    return MAKERS[request.param](make_published(make_article()).article)


# Every page opens


@pytest.mark.parametrize("model", MODELS)
def test_every_list_opens_and_can_be_searched(model, desk, made):
    make_comment(made.article.versions.get(minor=1))
    assert desk.get(list_of(model)).status_code == 200
    assert desk.get(list_of(model), {"q": "ML"}).status_code == 200


@pytest.mark.parametrize("page", [*FORMS, *VERBS])
def test_every_page_of_a_version_answers_its_author(page, desk, made):
    refused = page == "delete" and made.state != "draft"
    assert desk.get(address(page, made)).status_code == (403 if refused else 200)


def test_every_page_of_an_article_answers_its_author(desk, made):
    article = made.article
    for page in ("change", "history"):
        assert desk.get(address(page, article)).status_code == 200
    assert desk.get(reverse("admin:articles_article_add")).status_code == 200


@pytest.mark.parametrize("state", Comment.State)
def test_every_page_of_a_comment_answers_its_moderator(state, desk, alice, version):
    comment = make_comment(version, state=Comment.State.APPROVED)
    moderate(comment, alice, Moderation.Action.REMOVE, "Rude.")
    comment.enter(state)
    for page in ("change", "history"):
        assert desk.get(address(page, comment)).status_code == 200


@pytest.mark.parametrize("row", ["article", "version", "comment"])
def test_a_row_that_is_not_there_leads_back(row, desk):
    app = "comments" if row == "comment" else "articles"
    for key in ("9" * 17, "abc", "9" * 30):
        answer = desk.get(f"/admin/{app}/{row}/{key}/change/")
        assert answer.status_code in (302, 404), key


def test_a_search_for_nothing_readable_is_no_error(desk, version):
    for model in MODELS:
        assert desk.get(list_of(model), {"q": "\0"}).status_code in (200, 302, 400)
        assert desk.get(list_of(model), {"nothing__else": "x"}).status_code in (200, 302, 400)


# Whom it lets in


def desk_addresses(key):
    """Yield every address of the desk's about texts and comments, for the row with this key."""
    for name, arguments in routes():
        if name.startswith(("admin:articles_", "admin:comments_")):
            yield reverse(name, args=[key] * len(arguments))


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", ["anonymous", "reader"])
def test_nobody_else_gets_past_the_door(who, method, version, client):
    if who == "reader":
        client.force_login(make_user("bob"))
    before = list(Version.objects.values())
    for page in desk_addresses(version.pk):
        answer = getattr(client, method)(page)
        assert answer.status_code == 302, page
        assert answer.url.startswith("/admin/login/"), page
    assert list(Version.objects.values()) == before


def test_a_moderator_sees_comments_and_nothing_else(version, mod, client):
    client.force_login(mod)
    comment = make_comment(version)
    assert client.get(list_of(Comment)).status_code == 200
    assert client.get(address("change", comment)).status_code == 200
    for row in (version, version.article):
        assert client.get(list_of(type(row))).status_code == 403
        assert client.get(address("change", row)).status_code == 403
    for page in VERBS:
        assert client.get(address(page, version)).status_code == 403
    for page in [*VERBS[1:], *POSTED]:
        assert client.post(address(page, version), {"reason": "x"}).status_code == 403
    assert client.post(address("start", version.article)).status_code in (403, 404)


@pytest.fixture
def guest(db):
    """An author of their own articles, who may write but does not own the site."""
    user = make_user("guest", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="articles"))
    return user


def test_an_author_works_on_their_own_articles_alone(guest, version, client):
    client.force_login(guest)
    own = make_draft(make_article("own", author=guest))
    shown = client.get(list_of(Version)).content.decode()
    assert address("change", own) in shown
    assert address("change", version) not in shown
    for page in ("change", "publish", "preview"):
        assert client.get(address(page, own)).status_code == 200
        assert client.get(address(page, version)).status_code != 200
    assert client.post(address("withdraw", version), {"reason": "Mine."}).status_code == 403
    assert client.post(address("start", version.article)).status_code == 404


# Starting the next version


def test_the_next_version_starts_from_the_current_one(desk, version):
    answer = desk.post(address("start", version.article))
    draft = Version.objects.get(published_at=None)
    assert (answer.status_code, answer.url) == (302, address("change", draft))
    assert (draft.label, draft.predecessor) == ("v0.2", version)


def test_a_second_start_is_told_and_starts_nothing(desk, version):
    desk.post(address("start", version.article))
    answer = desk.post(address("start", version.article), follow=True)
    assert "0.2 is a draft already." in answer.content.decode()
    assert Version.objects.filter(published_at=None).count() == 1


def test_a_start_is_posted(desk, version):
    assert desk.get(address("start", version.article)).status_code == 405


def test_a_version_is_not_added_by_hand(desk):
    assert desk.get("/admin/articles/version/add/").status_code == 403
    assert desk.post("/admin/articles/version/add/", {"title": "x"}).status_code == 403


# What it cannot undo


@pytest.mark.parametrize("state", ["scheduled", "published", "withdrawn"])
def test_what_is_frozen_is_not_saved_by_the_form(state, desk, alice):
    version = MAKERS[state](make_article())
    before = list(Version.objects.values())
    answer = desk.post(address("change", version), {"title": "Forged", "major": 0, "minor": 1})
    assert answer.status_code == 403
    assert list(Version.objects.values()) == before


@pytest.mark.parametrize("state", ["scheduled", "published", "withdrawn"])
def test_what_is_frozen_is_not_deleted(state, desk, alice):
    version = MAKERS[state](make_article())
    delete = {"action": "delete_selected", "_selected_action": [version.pk], "post": "yes"}
    desk.post(list_of(Version), delete)
    assert desk.post(address("delete", version), {"post": "yes"}).status_code == 403
    assert desk.post(address("delete", version.article), {"post": "yes"}).status_code == 403
    desk.post(list_of(Article), delete | {"_selected_action": [version.article.pk]})
    assert Version.objects.get() == version


def test_a_draft_may_be_thrown_away(desk, version):
    draft = make_draft(version.article)
    assert desk.post(address("delete", draft), {"post": "yes"}).status_code == 302
    assert Version.objects.get() == version


def test_no_comment_and_no_placed_role_is_deleted(desk, version):
    comment = make_comment(version)
    role = Role.objects.get(slug="developer")
    assert desk.post(address("delete", comment), {"post": "yes"}).status_code == 403
    desk.post(address("delete", role), {"post": "yes"})
    for row in (comment, role):
        values = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        desk.post(list_of(type(row)), values)
        assert type(row).objects.filter(pk=row.pk).exists()


def test_a_role_keeps_its_slug(desk, version):
    role = Role.objects.get(slug="developer")
    assert desk.post(address("change", role), {"slug": "coder"}).status_code == 403
    assert Role.objects.filter(slug="developer").exists()


def test_a_published_article_keeps_its_address(desk, version):
    values = {"title": "Renamed", "slug": "elsewhere", "author": version.article.author_id}
    answer = desk.post(address("change", version.article), values | {"tags": "maps"})
    assert answer.status_code == 302
    article = Article.objects.get()
    assert (article.slug, article.title) == ("ml-map", "Renamed")


def test_an_author_with_texts_is_not_deleted(desk, version, alice):
    answer = desk.post(f"/admin/accounts/user/{alice.pk}/delete/", {"post": "yes"})
    assert answer.status_code in (200, 403)
    assert Article.objects.get().author == alice


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"slug": "ml-map"}, "already exists"),
        ({"slug": "Not a slug"}, "valid “slug”"),
        ({"title": ""}, "This field is required."),
        ({"title": "Ma\u202eps"}, "U+202E"),
    ],
)
def test_an_article_that_cannot_stand_is_given_back(values, words, desk, version):
    sent = {"title": "Maps", "slug": "maps", "author": version.article.author_id, "tags": "maps"}
    answer = desk.post(reverse("admin:articles_article_add"), sent | values)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Article.objects.count() == 1


@pytest.mark.parametrize(
    ("model", "values", "words"),
    [
        (Role, {"slug": "A b", "kind": "role"}, "Use small letters, digits and single hyphens."),
        (Role, {"slug": "analyst\0", "kind": "role"}, "Null characters are not allowed."),
        (User, {"username": "", "email": "kept@example.org"}, "This field is required."),
    ],
)
def test_what_cannot_be_added_is_given_back(model, values, words, desk):
    before = model.objects.count()
    answer = desk.post(address("add", model), values)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert values.get("email", "") in page
    assert model.objects.count() == before


def test_every_list_is_empty_on_an_empty_site(desk):
    for model in MODELS:
        assert desk.get(list_of(model)).status_code == 200


def test_signing_out_of_the_desk_is_by_post(desk):
    assert desk.get("/admin/logout/").status_code == 405
    assert desk.post("/admin/logout/").status_code in (200, 302)
    assert Client().get("/admin/").status_code == 302


@pytest.mark.parametrize("name", ["+++", "..", "🚀"])
def test_a_tag_of_signs_alone_is_refused_beside_the_field(name, desk, alice):
    data = {"title": "New", "slug": "new", "author": alice.pk, "tags": f"fine, {name}"}
    answer = desk.post(reverse("admin:articles_article_add"), data)
    assert answer.status_code == 422
    assert answer.context["adminform"].form.errors["tags"]
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("name", "shown"), [("Alice of the Maps", "alice (Alice of the Maps)"), ("", "alice</td>")]
)
def test_the_history_names_who_did_it(name, shown, desk, alice, version):
    User.objects.filter(pk=alice.pk).update(name=name)
    draft = publishing.start_draft(version.article, alice)
    page = " ".join(desk.get(address("history", draft)).text.split())
    assert shown in page.replace(" </td>", "</td>")
