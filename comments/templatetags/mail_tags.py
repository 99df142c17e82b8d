from datetime import timedelta

from django import template
from django.utils import timezone

from articles.models import Announcement
from comments.models import Notice
from comments.models.notice import LATE

register = template.Library()

# What was given up longer ago is in the list of notices, and no news on the desk.
NEWS = timedelta(days=7)


@register.inclusion_tag("admin/_desk_mail.html")
def desk_mail(user):
    """A line about mail that does not reach its readers; nothing while all of it does."""
    if not user.has_perm("comments.view_notice"):
        return {}
    notices = Notice.objects
    untold = Announcement.objects.due().filter(due_at__lte=timezone.now() - LATE)
    return {
        "untold": untold.count(),
        "late": notices.late().count(),
        "failing": notices.failing().count(),
        "given_up": notices.given_up().filter(dropped_at__gte=timezone.now() - NEWS).count(),
    }
