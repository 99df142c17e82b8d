import pytest
from django.contrib.auth.hashers import MD5PasswordHasher


@pytest.fixture
def hashed(monkeypatch):
    """Every password that is hashed from now on, which is what takes long at the door."""
    passwords, encode = [], MD5PasswordHasher.encode

    def counted(self, password, salt):
        passwords.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    return passwords


@pytest.fixture
def broken_page(client, monkeypatch, db):
    """The answer to who asks for a page in which something breaks."""

    def broken(*arguments):
        raise ValueError("the inside of the site")

    monkeypatch.setattr("mlmap_site.views.Article.objects.public", broken)
    client.raise_request_exception = False
    return client.get("/")
