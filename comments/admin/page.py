"""The page of one comment: what was said and around it, why it waits, and what the author means."""

from django.contrib.auth import get_user_model
from django.db.models import Count
from django.utils.translation import gettext as _

from comments import triage
from comments.admin.forms import TriageForm
from comments.models import Comment, can_moderate
from comments.moderation import Refused, possible_acts
from comments.threads import closed_since
from mlmap_site.paging import page_after

AROUND = 4


class CommentPage:
    """What the model admin of comments does on the page of one."""

    form = TriageForm
    change_form_template = "admin/comments/comment/change_form.html"

    def get_fields(self, request, obj=None):
        # The lines of a draft are its author's alone to read.
        return TriageForm.Meta.fields if _is_authors(request, obj) else []

    def save_model(self, request, obj, form, change):
        """Let the verbs store what was changed, and nothing else: the row may have moved on."""
        changed, values = set(form.changed_data), form.cleaned_data
        try:
            if "changes" in changed:
                triage.credit(obj, values["changes"], request.user)
            if changed & {"triage", "triage_note"}:
                stored = Comment.objects.get(pk=obj.pk)
                state = values["triage"] if "triage" in changed else stored.triage
                triage.set_triage(stored, state, request.user, values["triage_note"])
        except Refused as refusal:
            self.message_user(request, _("Nothing was done: %s") % refusal, "ERROR")

    def save_related(self, request, form, formsets, change):
        pass

    # The verbs record what they did.
    def log_change(self, request, obj, message):
        pass

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        is_authors = _is_authors(request, obj)
        context |= {
            "title": _("Comment by %s") % obj.writer.display_name,
            "subtitle": None,
            "show_save": is_authors,
            "show_save_and_continue": is_authors,
            "may_triage": is_authors,
            "may_act": can_moderate(request.user),
            **page_of(obj),
        }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


def page_of(comment):
    """Return what the page says beside the form."""
    current = comment.article.current()
    return {
        "acts": possible_acts(comment),
        "credits": comment.changes.public().select_related("version__article"),
        "reports": comment.reports.select_related("reporter"),
        "moderations": comment.moderations.select_related("actor"),
        "writer_counts": counts_of(comment.author) if comment.author else [],
        "may_block": comment.author and not comment.author.is_staff,
        "closed_since": current and closed_since(comment.article, current),
        **_thread_around(comment),
    }


def counts_of(reader):
    """Return how many comments of a reader are in which state: names and numbers."""
    counted = reader.comments.order_by().values_list("state").annotate(Count("pk"))
    return [(Comment.State(state).label, count) for state, count in sorted(counted)]


def _thread_around(comment):
    """Return what a comment answers, and the first that answer it."""
    root = comment.root or comment
    siblings = root.replies.standing().exclude(pk=comment.pk).select_related("author")
    after = comment.pk if comment.root_id else None
    later = page_after(siblings, ("created_at", "pk"), after, AROUND, Comment.objects.all())
    earlier = []
    if comment.root_id:
        before = page_after(siblings, ("-created_at", "-pk"), after, AROUND, Comment.objects.all())
        earlier = before.rows[::-1]
    return {"root": comment.root, "earlier": earlier, "later": later.rows}


def _is_authors(request, comment):
    return comment is not None and comment.article.can_be_edited_by(request.user)


def known_reader(key, user):
    """Return a reader who wrote something, or any whom this person may look up; None else."""
    readers = get_user_model().objects
    if not user.has_perm("accounts.view_user"):
        readers = readers.filter(comments__isnull=False).distinct()
    return readers.filter(pk=key).first()
