"""A site whose article had two versions, and the commands that bring and take comments along."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from comments.models import Comment
from tests.factories import make_published

FIRST_DAY = datetime(2024, 5, 1, 9, tzinfo=UTC)
SECOND_DAY = datetime(2024, 6, 1, 9, tzinfo=UTC)
SAME = {"descents": [], "placements": {"developer": (0, 45), "ml-engineer": (35, 100)}}


@pytest.fixture
def article(db):
    """An article whose v0.1 was current in May 2024, and v0.2 from June on."""
    article = make_published(at=FIRST_DAY, **SAME).article
    make_published(article, at=SECOND_DAY, **SAME)
    return article


@pytest.fixture
def run(capsys):
    """Import a file and return what the command says, line by line."""

    def run_import(path, source, *arguments):
        call_command("import_comments", path, "--from", source, *arguments)
        return capsys.readouterr().out.splitlines()

    return run_import


@pytest.fixture
def export(capsys):
    def run_export(*arguments):
        call_command("export_comments", "-", *arguments)
        return capsys.readouterr().out

    return run_export


def brought(*fields):
    return list(Comment.objects.order_by("created_at", "pk").values_list("origin", *fields))
