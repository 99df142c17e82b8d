from django.apps import AppConfig
from django.db.backends.signals import connection_created

from mlmap_site.database import look_again_soon


class SiteConfig(AppConfig):
    name = "mlmap_site"

    def ready(self):
        # Checks register themselves when they are imported.
        from mlmap_site import checks  # noqa: F401

        connection_created.connect(knows_json)
        connection_created.connect(look_again_soon)


def knows_json(connection, **kwargs):
    """Say that SQLite knows JSON. Django would try it in a transaction, and where that finds the
    database locked, hold for as long as the connection lasts that it does not.
    """
    if connection.vendor == "sqlite":
        connection.features.supports_json_field = True
