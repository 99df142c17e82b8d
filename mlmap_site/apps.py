from django.apps import AppConfig
from django.db.backends.signals import connection_created


class SiteConfig(AppConfig):
    name = "mlmap_site"

    def ready(self):
        # Checks register themselves when they are imported.
        from mlmap_site import checks  # noqa: F401

        connection_created.connect(knows_json)


def knows_json(connection, **kwargs):
    """Say that SQLite knows JSON. Django would try it in a transaction, and where that finds the
    database locked, hold for as long as the connection lasts that it does not.
    """
    if connection.vendor == "sqlite":
        connection.features.supports_json_field = True
