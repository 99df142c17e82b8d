"""Whatever goes wrong, the page says its number, what it means and where to go on."""

import re

import pytest
from django.db import OperationalError
from django.template import TemplateSyntaxError
from django.template.loader_tags import ExtendsNode
from django.test import Client

from tests.factories import make_comment

ONWARD = ["", "articles/", "roles/"]
LANGUAGES = {"en": "/", "zh-hans": "/zh-hans/"}

NO_FORM = "multipart/form-data; boundary=x"


@pytest.fixture
def stranger(charlie):
    """A client of somebody who is signed in, which sees the page of a fault."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(charlie)
    return client


@pytest.fixture
def breaking(monkeypatch):
    """Let the front page fail with an error."""

    def fail(error):
        def failing(*arguments):
            raise error

        monkeypatch.setattr("mlmap_site.views.Article.objects.public", failing)

    return fail


@pytest.mark.parametrize(("language", "root"), LANGUAGES.items(), ids=LANGUAGES)
class TestEveryErrorPage:
    def test_of_a_host_that_is_not_ours(self, stranger, language, root):
        expect_page(stranger.get(root, headers={"host": "elsewhere.example"}), 400, language, root)

    def test_of_more_fields_than_any_form_has(self, stranger, language, root):
        answer = stranger.get(f"{root}search/?" + "a&" * 1001)
        expect_page(answer, 400, language, root)
        assert "default-src 'none'" in answer["Content-Security-Policy"]

    def test_of_what_is_somebody_elses(self, stranger, version, language, root):
        edit = f"{root}comments/{make_comment(version).pk}/edit/"
        expect_page(stranger.get(edit), 403, language, root)

    def test_of_what_takes_an_account(self, version, language, root):
        answer = Client().post(f"{root}articles/ml-map/v0.1/place/", {"at": "50"})
        document = expect_page(answer, 403, language, root)
        assert f'href="{root}accounts/login/"' in main(document)

    def test_of_words_that_take_an_account(self, version, language, root):
        answer = Client().post(f"{root}articles/ml-map/comments/", {"body": "Much work."})
        document = expect_page(answer, 403, language, root)
        assert f'href="{root}accounts/login/?next=' in main(document)
        assert "Much work." in document

    def test_of_a_form_without_its_token(self, stranger, language, root):
        answer = stranger.post(f"{root}contact/", {"body": "Much <b>work</b>."})
        assert "Much &lt;b&gt;work&lt;/b&gt;." in expect_page(answer, 403, language, root)

    def test_of_what_only_takes_a_form(self, stranger, version, language, root):
        """Who signs in again where a form was sent comes to its address with nothing to send."""
        answer = stranger.get(f"{root}articles/ml-map/like/")
        expect_page(answer, 405, language, root)
        assert answer["Allow"] == "POST"

    def test_of_what_takes_nothing(self, stranger, version, language, root):
        answer = Client().post(f"{root}articles/ml-map/", {"body": "Much work."})
        assert "Much work." in expect_page(answer, 405, language, root)
        assert answer["Allow"] == "GET, HEAD"

    def test_of_nothing(self, stranger, language, root):
        document = expect_page(stranger.get(f"{root}nothing/"), 404, language, root)
        assert f'href="{root}contact/"' in main(document)

    def test_of_nothing_that_is_sent_what_is_no_form(self, stranger, language, root):
        answer = stranger.generic("POST", f"{root}nothing/", "x" * 3000, content_type=NO_FORM)
        expect_page(answer, 404, language, root)
        answer = stranger.generic("POST", f"{root}contact/", "x" * 3000, content_type=NO_FORM)
        expect_page(answer, 403, language, root)

    def test_of_a_fault_of_ours(self, stranger, breaking, language, root):
        breaking(ValueError("the inside"))
        expect_page(stranger.get(root), 500, language, root)

    def test_of_a_template_that_fails_half_way(self, stranger, monkeypatch, language, root):
        def fail(*arguments):
            raise TemplateSyntaxError("the inside")

        monkeypatch.setattr(ExtendsNode, "render", fail)
        expect_page(stranger.get(root), 500, language, root)
        # Nor does the page that says that there is nothing need it.
        expect_page(stranger.get(f"{root}nothing/"), 500, language, root)

    def test_of_a_database_that_is_away(self, stranger, breaking, language, root):
        breaking(OperationalError("the inside"))
        expect_page(stranger.get(root), 503, language, root)


def test_who_is_signed_in_is_not_asked_to_sign_in(mod, client):
    client.force_login(mod)
    answer = client.get("/admin/articles/article/add/")
    assert "accounts/login/" not in expect_page(answer, 403, "en", "/")


def expect_page(answer, status, language, root):
    """Check what every error page has, and return it."""
    document = answer.content.decode()
    assert answer.status_code == status
    assert f'<html lang="{language}">' in document
    assert f'<p class="kicker">{status}</p>' in document
    assert document.count("<h1>") == 1
    assert re.search(r"<title>\s*\S", document)
    links = re.findall(r'href="([^"]*)"', main(document))
    assert {root + path for path in ONWARD} <= set(links)
    assert "the inside" not in document
    return document


def main(document):
    return document.partition('<main id="main"')[2].partition("</main>")[0]
