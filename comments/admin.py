from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from articles.models import Change
from comments.models import Comment, Moderation, can_moderate
from comments.moderation import Refused, moderate
from mlmap_site.authoring import UNPROCESSABLE, HonestStatus
from mlmap_site.paging import parse_key

Action = Moderation.Action


class ChangesField(forms.ModelMultipleChoiceField):
    """The lines of an article's changelogs, newest version first."""

    def __init__(self, article):
        changes = Change.objects.filter(version__article=article).select_related("version")
        super().__init__(
            changes.order_by("-version__major", "-version__minor", "position", "pk"),
            required=False,
            label=_("Led to"),
            help_text=_("The comment then says so, and the changelog credits its reader."),
            widget=forms.CheckboxSelectMultiple,
        )

    def label_from_instance(self, change):
        return f"{change.version.label}: {change.text}"


class ModerationInline(admin.TabularInline):
    model = Moderation
    fields = readonly_fields = ["created_at", "actor", "action", "reason"]
    extra = 0

    def has_add_permission(self, request, obj=None):
        return False

    has_delete_permission = has_change_permission = has_add_permission


@admin.register(Comment)
class CommentAdmin(HonestStatus, admin.ModelAdmin):
    list_display = ["excerpt", "author", "version", "role", "state", "created_at"]
    list_filter = ["state", "article", "role"]
    list_select_related = ["author", "version__article", "role"]
    search_fields = ["body", "author__username"]
    ordering = ["-created_at", "-pk"]
    actions = ["approve_selected", "reject_selected", "remove_selected"]
    fields = ["text", "author", "version", "role", "in_reply_to", "state", "created_at", "changes"]
    readonly_fields = ["text", "author", "version", "role", "in_reply_to", "state", "created_at"]
    inlines = [ModerationInline]
    change_form_template = "admin/comments/comment/change_form.html"

    @admin.display(description=_("comment"), ordering="pk")
    def excerpt(self, comment):
        return Truncator(comment.body).chars(90)

    @admin.display(description=_("comment"))
    def text(self, comment):
        return comment.html

    def has_add_permission(self, request):
        return False

    def save_model(self, request, obj, form, change):
        # Only what it led to can be edited, in a table of its own; the row may have changed since.
        pass

    # What was said is taken down by removing it, which leaves a record.
    def has_delete_permission(self, request, obj=None):
        return False

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        if obj and "changes" in form.base_fields:
            form.base_fields["changes"] = ChangesField(obj.article)
        return form

    @admin.action(description=_("Approve"), permissions=["change"])
    def approve_selected(self, request, comments):
        self.moderate_all(request, comments, Action.APPROVE)

    @admin.action(description=_("Reject with a reason…"), permissions=["change"])
    def reject_selected(self, request, comments):
        return self.ask_reason(request, comments, Action.REJECT)

    @admin.action(description=_("Remove with a reason…"), permissions=["change"])
    def remove_selected(self, request, comments):
        return self.ask_reason(request, comments, Action.REMOVE)

    def get_urls(self):
        view = self.admin_site.admin_view(require_POST(self.moderate_view))
        return [path("moderate/", view, name="comments_comment_moderate"), *super().get_urls()]

    def moderate_view(self, request):
        """Do one act to the comments named in the form; ask for the reason where it lacks."""
        if not can_moderate(request.user):
            raise PermissionDenied
        keys = map(parse_key, request.POST.getlist("comment"))
        comments = self.get_queryset(request).filter(pk__in=filter(None, keys))
        action, reason = request.POST.get("action"), request.POST.get("reason", "")
        if action not in Action.values:
            raise PermissionDenied
        if action != Action.APPROVE and not reason.strip():
            return self.ask_reason(request, comments, Action(action))
        try:
            self.moderate_all(request, comments, Action(action), reason)
        except ValidationError as error:
            return self.ask_reason(request, comments, Action(action), reason, error.messages)
        return HttpResponseRedirect(reverse("admin:comments_comment_changelist"))

    def moderate_all(self, request, comments, action, reason=""):
        done = 0
        for comment in comments.order_by("pk"):
            try:
                moderate(comment, request.user, action, reason)
                done += 1
            except Refused as refusal:
                self.message_user(request, refusal, "WARNING")
        if done:
            said = ngettext("%(count)d comment done.", "%(count)d comments done.", done)
            self.message_user(request, said % {"count": done}, "SUCCESS")

    def ask_reason(self, request, comments, action, reason="", errors=()):
        if request.POST.get("asked") and not errors:
            errors = [_("Say why: the reader can read it.")]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": action.label.capitalize(),
            "comments": comments.select_related("author"),
            "action": action,
            "reason": reason,
            "errors": errors,
        }
        status = UNPROCESSABLE if errors else 200
        template = "admin/comments/comment/ask_reason.html"
        return TemplateResponse(request, template, context, status=status)
