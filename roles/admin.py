from django.contrib import admin

from mlmap_site.authoring import HonestStatus
from roles.models import Role


@admin.register(Role)
class RoleAdmin(HonestStatus, admin.ModelAdmin):
    list_display = ["slug", "kind"]
    list_filter = ["kind"]
    search_fields = ["slug"]

    def has_change_permission(self, request, obj=None):
        # Nothing of a role may change; what it is called stands in the placements.
        return False
