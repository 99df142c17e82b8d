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
    """What does not reach its readers, or a program; nothing while all of it does."""
    if not user.has_perm("comments.view_notice"):
        return {}
    news = timezone.now() - NEWS
    mails, others = Notice.objects.mails(), Notice.objects.for_programs()
    untaken = others.late() | others.failing() | others.given_up().filter(dropped_at__gte=news)
    untold = Announcement.objects.due().filter(due_at__lte=timezone.now() - LATE)
    return {
        "untold": untold.count(),
        "late": mails.late().count(),
        "failing": mails.failing().count(),
        "given_up": mails.given_up().filter(dropped_at__gte=news).count(),
        "untaken": untaken.count(),
    }
