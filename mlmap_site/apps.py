from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "mlmap_site"

    def ready(self):
        # Checks register themselves when they are imported.
        from mlmap_site import checks  # noqa: F401
