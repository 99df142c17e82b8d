"""What the scripts of this folder share. Each runs in a process of its own, on a database that
keeps what is committed, and prints what it saw as JSON (tests/test_races.py reads it).
"""

import json
import os
import sys
import traceback

import django


def set_up():
    os.environ["DJANGO_SETTINGS_MODULE"] = "mlmap_site.settings"
    django.setup()
    # The client of the tests asks for a host of its own.
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["*"]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    # Whoever waits longer than a writer of SQLite may is held up by the machine, not by the site.
    if "timeout" in (options := settings.DATABASES["default"]["OPTIONS"]):
        options["timeout"] = 60

    from comments import notices

    # Pictures are drawn after the commit: they are not what is raced, and take most of the time.
    notices.make_pictures = lambda version: None


def in_child(act, *arguments):
    """Fork, let the child do the act with connections of its own, and return its process id."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child:
        return child
    try:
        act(*arguments)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def report(**seen):
    json.dump(seen, sys.stdout)
