from django.core.checks import Tags, Warning, register
from django.db import connections

from mlmap_site.database import wal_is_safe


@register(Tags.database)
def journal_mode(app_configs, databases, **kwargs):
    """Say that this SQLite is run with the slower journal, and why."""
    names = databases or []
    if any(connections[name].vendor == "sqlite" for name in names) and not wal_is_safe():
        return [
            Warning(
                "This SQLite can corrupt a write-ahead log; the slower rollback journal is used.",
                hint="SQLite 3.51.3 has the fix, as have 3.50.7 and 3.44.6.",
                id="mlmap.W001",
            )
        ]
    return []
