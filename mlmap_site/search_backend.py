"""How the index is kept and asked: modelsearch's own way, but for three of its costs.

`MODELSEARCH_BACKENDS` names this module.
"""

from django.db import connection
from django.db.models import F
from modelsearch.utils import get_content_type_pk

# The library can only import the half that its database has.
if connection.vendor == "postgresql":
    from modelsearch.backends.database.postgres.postgres import PostgresIndex as Index
    from modelsearch.backends.database.postgres.postgres import PostgresSearchBackend as Backend
    from modelsearch.backends.database.postgres.postgres import (
        PostgresSearchQueryCompiler as Compiler,
    )
else:
    from modelsearch.backends.database.sqlite.sqlite import SQLiteIndex as Index
    from modelsearch.backends.database.sqlite.sqlite import SQLiteSearchBackend as Backend
    from modelsearch.backends.database.sqlite.sqlite import SQLiteSearchQueryCompiler as Compiler


class WordIndex(Index):
    if connection.vendor == "sqlite":

        def add_items(self, model, objs):
            """Cut each text into words once, and store all by one statement, as on PostgreSQL.

            The library cuts it for each column, though ours goes into one, and looks first.
            """
            of_model = {"content_type_id": get_content_type_pk(model), "title": ""}
            entries = [
                self.entries.model(
                    **of_model,
                    object_id=str(thing.pk),
                    autocomplete="",
                    body=f"{thing.indexed_name()} {thing.indexed_text()}",
                )
                for thing in objs
            ]
            self.entries.bulk_create(
                entries,
                update_conflicts=True,
                unique_fields=["content_type", "object_id"],
                update_fields=["body"],
            )

    def _refresh_title_norms(self, full=False):
        """Weigh no titles: it would read the whole index for each comment that is posted."""


class WordCompiler(Compiler):
    def get_index_vectors(self, *query):
        """Ask one column: PostgreSQL has no index of two joined."""
        return [(F("index_entries__body"), 1.0)]


class SearchBackend(Backend):
    index_class = WordIndex
    query_compiler_class = WordCompiler
