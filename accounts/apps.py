from django.apps import AppConfig
from django.db.models.signals import pre_save
from django.utils.translation import gettext_lazy as _

from accounts.browsers import keep_its_name
from mlmap_site.stamps import SITE, stamped
from mlmap_site.triggers import changed, keep

SHOWN = (
    *("username", "name", "headline", "bio", "bio_html", "courses", "links", "avatar"),
    "named_in_credits",
)
STAMPS = stamped("accounts_user", f"'{SITE}'", update=changed(*SHOWN), delete="TRUE")


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Readers")

    def ready(self):
        keep(self, STAMPS)
        pre_save.connect(keep_its_name, sender="usersessions.UserSession")
