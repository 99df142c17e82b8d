"""Comments (comment.py), likes, what moderators did and readers reported, and queued mail."""

from comments.models.comment import EDIT_WINDOW, Comment, can_moderate, may_take_part
from comments.models.like import Like
from comments.models.moderation import Moderation, Report
from comments.models.notice import Notice

__all__ = [
    "EDIT_WINDOW",
    "Comment",
    "Like",
    "Moderation",
    "Notice",
    "Report",
    "can_moderate",
    "may_take_part",
]
