"""Comments (comment.py), likes, what moderators did and readers reported, queued mail, and
messages to the author.
"""

from comments.models.comment import EDIT_WINDOW, Comment, can_moderate, may_take_part
from comments.models.like import Like
from comments.models.message import Message, who_may_read_messages
from comments.models.moderation import Moderation, Report
from comments.models.notice import Notice

__all__ = [
    "EDIT_WINDOW",
    "Comment",
    "Like",
    "Message",
    "Moderation",
    "Notice",
    "Report",
    "can_moderate",
    "may_take_part",
    "who_may_read_messages",
]
