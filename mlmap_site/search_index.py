"""The index that the search asks: modelsearch's, on SQLite and on PostgreSQL.

What may be found is put in when it comes to be so and taken out when it no longer is, by the verb
that makes it so and in its transaction; the library's own signals would do it in a task, and know
nothing of corrections. What a reader may see is asked of the models' own querysets with every
search, for time passes without a verb.
"""

from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from modelsearch.backends import get_search_backend
from modelsearch.index import Indexed, SearchField, get_indexed_models

from mlmap_site.words import indexed

BATCH = 500
MISSING = "is not in the index"
# Where the words of an entry can be read again; on PostgreSQL they are a vector beside it.
WORDS_STORED = "body_text" if connection.vendor == "postgresql" else "body"


class Findable(Indexed):
    """What the search finds by its name and its text, in plain words.

    A model says in `name_to_find` and `text_to_find` what these are, and in `get_indexed_objects`
    which of its rows are ever found.
    """

    search_auto_update = False
    search_fields = [
        SearchField("indexed_name", boost=2),
        SearchField("indexed_text", boost=1),
    ]

    def name_to_find(self):
        return ""

    def text_to_find(self):
        raise NotImplementedError

    def indexed_name(self):
        # Where the database knows no weights, twice counts for more.
        return indexed(f"{self.name_to_find()} {self.name_to_find()}")

    def indexed_text(self):
        return indexed(self.text_to_find())


def find(model, words, *, best_first=True):
    """Return the rows of a model that have all of these words (words.asked), best first."""
    results = get_search_backend().search(
        " ".join(words), model.objects.all(), order_by_relevance=best_first
    )
    return results.get_queryset()


def put(things):
    """Put things of one kind into the index, or their words anew."""
    things = list(things)
    for start in range(0, len(things), BATCH):
        get_search_backend().add_bulk(type(things[0]), things[start : start + BATCH])


def take_out(things):
    for thing in things:
        get_search_backend().delete(thing)


class Difference(NamedTuple):
    """An entry that is not what it should be: of which row, and what is wrong with it."""

    model: type
    pk: int
    what: str

    def __str__(self):
        return f"{self.model._meta.model_name} {self.pk} {self.what}."


def differences():
    """Return where the index and what it is of do not agree."""
    return [difference for model in get_indexed_models() for difference in _wrong(model)]


@transaction.atomic
def reindex():
    """Set right what is wrong in the index, and return what was."""
    found = differences()
    # What is missing has nothing to take out; after an upgrade it may be all that there is.
    take_out(each.model(pk=each.pk) for each in found if each.what != MISSING)
    for model in {difference.model for difference in found}:
        keys = [difference.pk for difference in found if difference.model is model]
        for start in range(0, len(keys), BATCH):
            put(model.get_indexed_objects().filter(pk__in=keys[start : start + BATCH]))
    return found


def _wrong(model):
    entries = get_search_backend().get_index_for_model(model).entries
    entries = entries.filter(content_type=ContentType.objects.get_for_model(model))
    stored = dict(entries.values_list("object_id", WORDS_STORED))
    for thing in model.get_indexed_objects().order_by("pk").iterator(BATCH):
        words = stored.pop(str(thing.pk), None)
        if words is None:
            yield Difference(model, thing.pk, MISSING)
        elif words.split() != f"{thing.indexed_name()} {thing.indexed_text()}".split():
            yield Difference(model, thing.pk, "stands in the index with other words")
    for key in stored:
        yield Difference(model, int(key), "should not be in the index")
