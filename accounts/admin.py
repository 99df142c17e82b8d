from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from mlmap_site.authoring import HonestStatus


@admin.register(User)
class ReaderAdmin(HonestStatus, UserAdmin):
    list_display = [
        "username",
        "name",
        "is_staff",
        "is_active",
        "is_blocked",
        "date_joined",
    ]
    list_filter = ["is_staff", "is_active", "is_blocked"]
    search_fields = ["username", "name", "email"]
    # Blocking is an act with a reason (comments/moderation.py); its page leads there.
    readonly_fields = ["is_blocked", "last_login", "date_joined"]
    add_fieldsets = [
        (None, {"fields": ["username", "email", "usable_password", "password1", "password2"]}),
    ]
    fieldsets = [
        (None, {"fields": ["username", "password", "email"]}),
        (_("Shown to readers"), {"fields": ["name", "headline", "bio", "courses", "links"]}),
        (
            _("Rights"),
            {"fields": ["is_active", "is_blocked", "is_staff", "is_superuser", "groups"]},
        ),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
