"""An article and its versions (version.py), what hangs on one version (parts.py), previews,
who is told of a new version (following.py),
and where readers find themselves (place.py)."""

from articles.models.following import Announcement, Follow
from articles.models.parts import LINE_LENGTH, Change, Descent, Placement, placed_on
from articles.models.place import SHOWN_FROM, Place, Tally
from articles.models.preview import LONGEST_SHARE, PreviewLink
from articles.models.version import (
    LARGEST_NUMBER,
    Article,
    Correction,
    Version,
    articles_called,
    current_version,
)

__all__ = [
    "LARGEST_NUMBER",
    "LINE_LENGTH",
    "LONGEST_SHARE",
    "SHOWN_FROM",
    "Announcement",
    "Article",
    "Change",
    "Correction",
    "Descent",
    "Follow",
    "Place",
    "Placement",
    "PreviewLink",
    "Tally",
    "Version",
    "articles_called",
    "current_version",
    "placed_on",
]
