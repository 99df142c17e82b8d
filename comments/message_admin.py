from django.contrib import admin
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comments.models import Message
from mlmap_site.authoring import HonestStatus

State = Message.State


@admin.register(Message)
class MessageAdmin(HonestStatus, admin.ModelAdmin):
    """The inbox: what came by the contact form, and what became of it."""

    list_display = ["name", "email", "beginning", "state", "created_at"]
    list_filter = ["state"]
    search_fields = ["name", "email", "body"]
    actions = ["mark_answered", "mark_new"]
    fields = ["name", "email", "reader", "created_at", "body", "state"]
    readonly_fields = fields[:-1]
    list_select_related = ["reader"]
    change_form_template = "admin/comments/message/change_form.html"

    @admin.display(description=_("message"))
    def beginning(self, message):
        return Truncator(message.body).chars(80)

    @admin.action(description=_("Mark as answered"), permissions=["change"])
    def mark_answered(self, request, messages):
        self._mark(request, messages, State.ANSWERED)

    @admin.action(description=_("Mark as new"), permissions=["change"])
    def mark_new(self, request, messages):
        self._mark(request, messages, State.NEW)

    def _mark(self, request, messages, state):
        count = messages.update(state=state)
        said = ngettext(
            "%(count)d message is %(state)s.", "%(count)d messages are %(state)s.", count
        )
        self.message_user(request, said % {"count": count, "state": state.label}, "SUCCESS")

    def get_object(self, request, object_id, from_field=None):
        """Opened by who may answer it, a new message is read."""
        message = super().get_object(request, object_id, from_field)
        if message and message.state == State.NEW and self.has_change_permission(request, message):
            Message.objects.filter(pk=message.pk, state=State.NEW).update(state=State.READ)
            message.state = State.READ
        return message

    def has_add_permission(self, request):
        return False
