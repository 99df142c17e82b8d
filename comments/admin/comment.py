from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import ChangeList
from django.forms.widgets import Script
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comments.admin import acts
from comments.admin.filters import ArticleFilter, TodoFilter, VersionFilter
from comments.admin.page import CommentPage
from comments.models import Comment, Moderation, can_moderate
from comments.queue import NEWEST_FIRST, own_articles, with_reasons
from comments.templatetags.comment_tags import age
from mlmap_site.authoring import HonestStatus
from mlmap_site.paging import key_or_404, page_after, parse_key

Action = Moderation.Action
AFTER = "after"


def lines(*told):
    """Return what is told of a comment in one cell, below each other."""
    return format_html_join("", "<div>{}</div>", ([part] for part in told if part))


class Queue(ChangeList):
    """A page of the list by key: nobody counts what a long one holds, or skips over it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = _("Comments")

    def get_filters_params(self, params=None):
        found = super().get_filters_params(params)
        found.pop(AFTER, None)
        return found

    def get_query_string(self, new_params=None, remove=None):
        # Another filter begins at the top.
        return super().get_query_string({AFTER: None} | (new_params or {}), remove)

    def get_results(self, request):
        key = key_or_404(self.params.pop(AFTER, ""))
        anchors = Comment.objects.all()
        self.page = page_after(self.queryset, NEWEST_FIRST, key, self.list_per_page, anchors)
        self.result_list = self.page.rows
        self.result_count = len(self.page)
        # Nobody counted more: the page is not to speak of all.
        self.full_result_count = self.result_count
        self.show_admin_actions = True
        self.can_show_all = self.multi_page = False
        self.first_page = self.get_query_string()
        if self.page.next:
            self.next_page = self.get_query_string({AFTER: self.page.next})


@admin.register(Comment)
class CommentAdmin(CommentPage, HonestStatus, admin.ModelAdmin):
    # What belongs together shares a column: all of them fit beside the filters.
    list_display = ["excerpt", "condition", "triage", "writer", "about"]
    list_display_links = ["excerpt"]
    list_filter = [TodoFilter, "state", "triage", ArticleFilter, VersionFilter, "role"]
    list_select_related = ["author", "version__article", "role"]
    list_per_page = 50
    sortable_by = ()
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["body", "byline", "author__username", "author__name"]
    search_help_text = _("Words of the comment, or the name of its writer.")
    ordering = NEWEST_FIRST
    actions = [
        *("approve_selected", "reject_selected", "remove_selected", "settle_selected"),
        *("triage_selected", "block_selected"),
    ]

    class Media:
        js = [Script("js/moderation.js", type="module")]

    def get_changelist(self, request, **kwargs):
        return Queue

    def get_queryset(self, request):
        comments = with_reasons(super().get_queryset(request))
        if can_moderate(request.user):
            return comments
        return comments.filter(article__in=own_articles(request.user))

    @admin.display(description=_("comment"))
    def excerpt(self, comment):
        return Truncator(comment.body).chars(90) or "–"

    @admin.display(description=_("writer"))
    def writer(self, comment):
        return lines(comment.writer.display_name, age(comment.created_at))

    @admin.display(description=_("about"))
    def about(self, comment):
        return lines(comment.version, comment.role)

    @admin.display(description=_("state"))
    def condition(self, comment):
        badge = format_html(
            '<span class="state state-{}">{}</span>', comment.state, comment.get_state_display()
        )
        reports = ngettext("%(count)s report", "%(count)s reports", comment.open_reports)
        likes = ngettext("%(count)s like", "%(count)s likes", comment.like_count)
        is_pending = comment.state == Comment.State.PENDING
        return lines(
            badge,
            comment.is_pinned and _("pinned"),
            comment.open_reports and reports % {"count": comment.open_reports},
            is_pending and comment.held_because,
            comment.like_count and likes % {"count": comment.like_count},
        )

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        # An author says what is to be done about a comment, and moderates nothing.
        allowed = super().has_change_permission(request, obj)
        return allowed or (obj is not None and obj.article.can_be_edited_by(request.user))

    # What was said is taken down by removing it, which leaves a record.
    def has_delete_permission(self, request, obj=None):
        return False

    def has_triage_permission(self, request):
        return own_articles(request.user).exists()

    def get_urls(self):
        return acts.urls(self) + super().get_urls()

    def response_action(self, request, queryset):
        # The page offers neither what is on no page, nor keys that are none.
        keys = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if request.POST.get("select_across", "0") != "0" or not all(map(parse_key, keys)):
            return acts.refuse(request, self, _("Choose the comments one by one."))
        return super().response_action(request, queryset)

    @admin.action(description=_("Approve"), permissions=["change"])
    def approve_selected(self, request, comments):
        acts.act_on_all(request, comments, Action.APPROVE)

    @admin.action(description=_("Reject with a reason…"), permissions=["change"])
    def reject_selected(self, request, comments):
        return acts.ask_reason(request, self, comments, Action.REJECT)

    @admin.action(description=_("Remove with a reason…"), permissions=["change"])
    def remove_selected(self, request, comments):
        return acts.ask_reason(request, self, comments, Action.REMOVE)

    @admin.action(description=_("Settle the reports"), permissions=["change"])
    def settle_selected(self, request, comments):
        acts.act_on_all(request, comments, Action.SETTLE)

    @admin.action(description=_("Set the triage…"), permissions=["triage"])
    def triage_selected(self, request, comments):
        return acts.ask_triage(request, self, comments)

    @admin.action(description=_("Block the writers…"), permissions=["change"])
    def block_selected(self, request, comments):
        return acts.ask_reason(request, self, comments, Action.BLOCK)
