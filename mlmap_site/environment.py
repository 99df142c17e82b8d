"""The environment, or a .env file beside manage.py, read for the settings.

A value that cannot be understood stops the start with a sentence that names the variable.
"""

import os
import re
from base64 import b64decode
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

HOST, THIS_MACHINE = r"\[[0-9a-f:]+\]|[a-z0-9.-]+", r"\[::1\]|127\.0\.0\.1|localhost"
HOOK = rf"(https://({HOST})|http://({THIS_MACHINE}))(:[0-9]{{1,5}})?/[!-~]{{0,200}}"

env = environ.Env()
env.read_env(os.environ.get("ENV_FILE", BASE_DIR / ".env"))


def env_flag(name, *, default):
    """Return True for on and False for off; anything else stops the start."""
    words = {"on": True, "true": True, "1": True, "off": False, "false": False, "0": False}
    value = env.str(name, default="on" if default else "off").strip().lower()
    if value not in words:
        raise ImproperlyConfigured(f"{name} must be on or off, not {value!r}.")
    return words[value]


def env_secret(name, *, default=None):
    """Return a key that nobody can guess; one that somebody could stops the start, as none does."""
    value = env.str(name, default=default or environ.Env.NOTSET)
    is_random = (
        len(value) >= 50 and len(set(value)) >= 5 and not value.startswith("django-insecure")
    )
    if value != default and not is_random:
        raise ImproperlyConfigured(f"{name} must be at least 50 random characters.")
    return value


def env_number(name, *, default):
    """Return a whole number of at least nought; anything else stops the start."""
    value = env.str(name, default=str(default)).strip()
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def env_url(name, read, *, default):
    """Return what a URL stands for; one that is not understood stops the start."""
    try:
        return read(name, default=default)
    except Exception as error:
        raise ImproperlyConfigured(f"{name} cannot be understood: {error}") from error


def env_cache(name, *, default):
    """Return the cache that a URL stands for; one in Redis needs a package of its own."""
    cache = env_url(name, env.cache_url, default=default)
    if cache["BACKEND"] == "django.core.cache.backends.redis.RedisCache":
        if find_spec("redis") is None:
            raise ImproperlyConfigured(f"{name} needs: pip install -r requirements-redis.txt")
        cache["BACKEND"] = "mlmap_site.counters.CountersInRedis"
    return cache


def env_site(name, *, default):
    """Return an address like https://mlmap.example, with no path; anything else stops the start."""
    value = env.str(name, default=default).strip().removesuffix("/")
    if not re.fullmatch(rf"https?://({HOST})(:[0-9]{{1,5}})?", value):
        raise ImproperlyConfigured(f"{name} must be like https://mlmap.example, not {value!r}.")
    return value


def env_bucket(name):
    """Return the storage that `s3://user:password@bucket/folder?endpoint_url=…` names, or None.

    What stands behind the question mark are settings of django-storages in small letters.
    """
    value = env.str(name, default="").strip()
    if not value:
        return None
    url = urlsplit(value)
    if url.scheme != "s3" or not url.hostname:
        # The words are not repeated: they may hold the secret.
        raise ImproperlyConfigured(f"{name} must be like s3://user:password@bucket/folder.")
    if find_spec("storages") is None:
        raise ImproperlyConfigured(f"{name} needs: pip install -r requirements-s3.txt")
    options = dict(parse_qsl(url.query)) | {"bucket_name": url.hostname}
    if url.username:
        options |= {"access_key": unquote(url.username), "secret_key": unquote(url.password or "")}
    if url.path.strip("/"):
        options["location"] = url.path.strip("/")
    return {"BACKEND": "mlmap_site.object_storage.BucketOfPictures", "OPTIONS": options}


def env_webhooks(name):
    """Return the secrets of the programs to tell, by address: `https://host/path#whsec_…`, ….

    A secret is written as https://www.standardwebhooks.com says, and stands where it is never sent.
    """
    hooks = {}
    for words in env.list(name, default=[]):
        address, _, secret = words.strip().partition("#")
        key = _bytes(secret.removeprefix("whsec_"))
        is_secret = secret.startswith("whsec_") and 24 <= len(key) <= 64
        if not (re.fullmatch(HOOK, address) and is_secret):
            # The words are not repeated: they hold the secret.
            raise ImproperlyConfigured(
                f"{name} must be like https://host/path#whsec_…, with commas between: 24 to 64 "
                "bytes in base64, and http for this machine alone."
            )
        hooks[address] = key
    return hooks


def _bytes(text):
    """Return what stands in base64, nothing where it is none."""
    try:
        return b64decode(text, validate=True)
    except ValueError:
        return b""


def env_providers(name):
    """Return whom readers may sign in with, as the library wants it: `github:id:secret,…`."""
    providers = {}
    for words in env.list(name, default=[]):
        provider, client_id, secret = [*words.strip().split(":", 2), "", ""][:3]
        if not (provider.isidentifier() and client_id and secret):
            # The words are not repeated: they may hold the secret.
            raise ImproperlyConfigured(
                f"{name} must be like github:id:secret, with commas between."
            )
        if find_spec("requests") is None:
            raise ImproperlyConfigured(f"{name} needs: pip install -r requirements-social.txt")
        if find_spec(f"allauth.socialaccount.providers.{provider}") is None:
            raise ImproperlyConfigured(f"{name}: {provider!r} is nobody to sign in with.")
        providers[provider] = {"APP": {"client_id": client_id, "secret": secret}}
    return providers
