"""How the index is kept and asked: modelsearch's own way, but for two of its costs.

`MODELSEARCH_BACKENDS` names this module.
"""

from django.db import connection
from django.db.models import F

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
    def _refresh_title_norms(self, full=False):
        """Weigh no titles: it would read the whole index for each comment that is posted."""


class WordCompiler(Compiler):
    def get_index_vectors(self, *query):
        """Ask one column: PostgreSQL has no index of two joined."""
        return [(F("index_entries__body"), 1.0)]


class SearchBackend(Backend):
    index_class = WordIndex
    query_compiler_class = WordCompiler
