"""An article and its versions (version.py), and what hangs on one version (parts.py)."""

from articles.models.parts import LINE_LENGTH, Change, Descent, Placement
from articles.models.version import LARGEST_NUMBER, Article, Correction, Version

__all__ = [
    "LARGEST_NUMBER",
    "LINE_LENGTH",
    "Article",
    "Change",
    "Correction",
    "Descent",
    "Placement",
    "Version",
]
