from django.apps import AppConfig

from mlmap_site.stamps import SITE, stamped
from mlmap_site.triggers import Trigger, changed, keep, never_replaced

TRIGGERS = [
    Trigger(
        name="role_keeps_its_slug",
        table="roles_role",
        event="UPDATE",
        refuse_when=changed("slug", "kind"),
        message="a role keeps its slug and kind for ever",
    ),
    never_replaced("roles_role", "a role keeps its slug and kind for ever"),
]

STAMPS = stamped("roles_role", f"'{SITE}'", update="TRUE", delete="TRUE")


class RolesConfig(AppConfig):
    name = "roles"

    def ready(self):
        keep(self, TRIGGERS + STAMPS)
