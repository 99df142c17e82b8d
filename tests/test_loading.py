"""Loading content/: once, all or nothing, and the author's password said once."""

import re
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command

from accounts.models import User
from articles.models import Article, Change, Descent, Placement, Version
from comments.models import Comment
from roles.models import Role

pytestmark = pytest.mark.django_db

TABLES = [User, Article, Version, Placement, Descent, Change, Comment, Role]
CONTENT = settings.BASE_DIR / "content"
GIVEN = "given-from-outside-42"


def load(folder=CONTENT):
    said = StringIO()
    call_command("load_content", str(folder), stdout=said)
    return said.getvalue()


def rows():
    return [list(model.objects.order_by("pk").values()) for model in TABLES]


def author():
    return User.objects.get(username="author")


@pytest.fixture
def bare(tmp_path):
    """A folder with the author and the comments, and no article."""
    for name in ("author.yaml", "comments.yaml"):
        (tmp_path / name).write_text((CONTENT / name).read_text())
    return tmp_path


def test_loading_twice_is_loading_once():
    said = load()
    before = rows()
    assert "5 versions and 12 comments loaded." in said
    assert "0 versions and 0 comments loaded." in load()
    assert rows() == before


def test_an_article_that_was_edited_is_left_alone():
    load()
    Article.objects.filter(slug="ml-map").update(title="Mine now")
    load()
    assert Article.objects.get(slug="ml-map").title == "Mine now"


def test_the_author_can_sign_in_with_the_password_that_is_said_once(bare, client):
    password = re.search(r"author.* password:? (\S+)$", load(bare), re.MULTILINE)[1]
    assert len(password) >= 12
    client.post("/accounts/login/", {"login": "author", "password": password})
    assert client.get("/admin/").status_code == 200
    assert "password" not in load(bare)


def test_two_sites_have_two_passwords(bare):
    first = load(bare)
    author().delete()
    assert load(bare) != first


def test_a_password_that_is_given_is_used_and_not_repeated(bare, settings):
    settings.AUTHOR_PASSWORD = GIVEN
    said = load(bare)
    assert author().check_password(GIVEN)
    assert GIVEN not in said
    assert "AUTHOR_PASSWORD" in said


def test_an_authors_own_password_stays(bare, settings):
    load(bare)
    own = author()
    own.set_password("changed-since-42")
    own.save()
    settings.AUTHOR_PASSWORD = GIVEN
    load(bare)
    assert author().check_password("changed-since-42")


def test_nothing_is_half_loaded(bare):
    """The comments are on a version that this folder has not."""
    text = (CONTENT / "ml-map-v0.2.md").read_text()
    descents = re.compile(r"^descents:.*?(?=^changes)", re.DOTALL | re.MULTILINE)
    (bare / "ml-map-v0.2.md").write_text(descents.sub("", text))
    with pytest.raises(Version.DoesNotExist):
        load(bare)
    assert rows() == [[] for _ in TABLES]
