"""The page about privacy names all that the tables have about people."""

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model

from tests.test_pages import words

pytestmark = pytest.mark.django_db

# What the page says, and what it says it of: a table that leads to a person, or columns of one.
PROFILE = ["username", "name", "headline", "bio", "bio_html", "courses", "links", "avatar"]
SAID = {
    "Your profile": [f"accounts.User.{name}" for name in PROFILE],
    "your mail addresses": ["accounts.User.email", "account.EmailAddress"],
    "your password as a hash": ["accounts.User.password"],
    "passkeys and other second factors and when you last used them": ["mfa.Authenticator"],
    "which mail you want": ["accounts.User.mail_replies", "accounts.User.mail_credits"],
    "whether changes that you led to name you": ["accounts.User.named_in_credits"],
    "When you signed up and last signed in": [
        "accounts.User.date_joined",
        "accounts.User.last_login",
    ],
    "what you may do here": [
        f"accounts.User.{name}" for name in ("is_active", "is_blocked", "is_staff", "is_superuser")
    ],
    "Your comments, likes, reports, kept places and the articles you follow": [
        *("comments.Comment", "comments.Like", "comments.Report", "articles.Place"),
        "articles.Follow",
    ],
    "What moderators decided about it, or about you": ["comments.Moderation"],
    "What authors and moderators do at the desk": ["admin.LogEntry", "articles.PreviewLink"],
    "Of each mail to you, what it was about and when it was sent": ["comments.Notice"],
    "A session for each browser you are signed in with, when you signed in and were last seen": [
        "usersessions.UserSession",
    ],
    "A message to the author is stored with the name and the address you give": [
        "comments.Message"
    ],
}
# An article says on every page who wrote it; a key of the library holds no more than its row.
NAMED_IN_PUBLIC = {"articles.Article", "accounts.User.id"}


def columns_about_people():
    """Yield each column of an account, and each table that leads to one."""
    user = get_user_model()
    for model in apps.get_models():
        if model is user:
            yield from (
                f"{model._meta.label}.{field.name}" for field in model._meta.concrete_fields
            )
        elif any(field.related_model is user for field in model._meta.concrete_fields):
            yield model._meta.label


def test_the_page_names_each_thing_that_is_stored_about_somebody(client):
    said = {name for names in SAID.values() for name in names}
    assert {*columns_about_people()} == said | NAMED_IN_PUBLIC
    page = words(client.get("/privacy/").content.decode())
    assert [phrase for phrase in SAID if phrase not in page] == []


def test_the_file_of_ones_own_data_has_every_column_of_the_account_that_is_no_secret(client, bob):
    client.force_login(bob)
    told = b"".join(client.get("/accounts/data/download/")).decode()
    own = {
        name.rpartition(".")[2] for name in columns_about_people() if name.startswith("accounts")
    }
    secret_or_made = {"id", "password", "bio_html", "avatar", "is_active", "is_superuser"}
    assert [name for name in own - secret_or_made if f'"{name}"' not in told] == []
