"""The list of articles by year and month, of the version that is read today."""

import re
from datetime import datetime

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.http import Http404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import pgettext

from articles.models import Article


def archive():
    """Return the months in which articles appeared, the newest first, each with how many."""
    months = Article.objects.public().order_by().values(month=TruncMonth("current_since"))
    return months.annotate(count=Count("pk")).order_by("-month")


def in_period_or_404(text):
    """Return the condition of having appeared in a year or month, such as 2024 or 2024-05."""
    if not text:
        return Q()
    match = re.fullmatch(r"([12][0-9]{3})(?:-(0[1-9]|1[0-2]))?", text)
    if match is None:
        raise Http404("no such time")
    year, month = int(match[1]), match[2] and int(match[2])
    start = _first_day(year, month or 1)
    end = _first_day(year, month + 1) if month and month < 12 else _first_day(year + 1, 1)
    return Q(current_since__gte=start, current_since__lt=end)


def period_name(text):
    """Return a year or month, as in_period_or_404 takes it, in words; nothing for nothing."""
    if not text:
        return ""
    year, _, month = text.partition("-")
    written = "YEAR_MONTH_FORMAT" if month else pgettext("format of a date", "Y")
    return date_format(_first_day(int(year), int(month or 1)), written)


def _first_day(year, month):
    return datetime(year, month, 1, tzinfo=timezone.get_current_timezone())
