"""The desk's pages about comments: the queue (comment.py, filters.py), one comment (page.py), the
acts (acts.py), a thread or a reader (subjects.py), what a version should answer (planning.py)."""

from comments.admin.comment import CommentAdmin
from comments.message_admin import MessageAdmin
from comments.notice_admin import NoticeAdmin

__all__ = ["CommentAdmin", "MessageAdmin", "NoticeAdmin"]
