"""An article and its versions (version.py), what hangs on one version (parts.py), previews."""

from articles.models.parts import LINE_LENGTH, Change, Descent, Placement
from articles.models.preview import LONGEST_SHARE, PreviewLink
from articles.models.version import LARGEST_NUMBER, Article, Correction, Version

__all__ = [
    "LARGEST_NUMBER",
    "LINE_LENGTH",
    "LONGEST_SHARE",
    "Article",
    "Change",
    "Correction",
    "Descent",
    "Placement",
    "PreviewLink",
    "Version",
]
