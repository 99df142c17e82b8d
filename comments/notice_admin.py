from urllib.parse import urlsplit

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comments.models import Notice


class StageFilter(admin.SimpleListFilter):
    """What became of a notice so far."""

    title = _("stage")
    parameter_name = "stage"

    def lookups(self, request, model_admin):
        return [
            ("waiting", _("waits")),
            ("failing", _("waits to be tried again")),
            ("sent", _("sent")),
            ("given_up", _("given up")),
            ("dropped", _("dropped or given up")),
        ]

    def queryset(self, request, notices):
        if self.value() == "sent":
            return notices.exclude(sent_at=None)
        if self.value() in dict(self.lookup_choices):
            return getattr(notices, self.value())()
        return notices


@admin.register(Notice)
class NoticeAdmin(admin.ModelAdmin):
    """What is queued and what became of it; nothing of it can be written here."""

    list_display = ["to", "kind", "about", "stage", "problem", "created_at"]
    list_filter = [StageFilter, "kind"]
    list_select_related = ["recipient", "version__article", "comment__article", "message"]
    search_fields = ["recipient__username"]
    actions = ["try_again"]
    fields = readonly_fields = [
        *("kind", "to", "about", "created_at", "stage", "due_at", "attempts"),
        *("sent_at", "dropped_at", "problem"),
    ]

    @admin.display(description=_("recipient"), ordering="recipient")
    def to(self, notice):
        # Of a program's address the host alone: what follows may be as good as a password.
        return notice.recipient or urlsplit(notice.hook).hostname

    @admin.display(description=_("about"))
    def about(self, notice):
        # Not the reply's words: they may have been taken off since.
        return notice.version or notice.message or notice.comment.article

    @admin.display(description=_("stage"))
    def stage(self, notice):
        if notice.sent_at:
            return _("sent")
        if notice.dropped_at:
            return _("given up") if notice.is_given_up else _("dropped")
        return _("waits to be tried again") if notice.problem else _("waits")

    @admin.action(description=_("Try again now"), permissions=["retry"])
    def try_again(self, request, notices):
        count = notices.try_again()
        said = ngettext("%(count)d notice is due now.", "%(count)d notices are due now.", count)
        self.message_user(request, said % {"count": count}, "SUCCESS" if count else "WARNING")

    def has_retry_permission(self, request):
        return request.user.has_perm("comments.change_notice")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
