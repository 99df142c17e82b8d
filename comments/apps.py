from importlib import import_module

from django.apps import AppConfig

from mlmap_site.stamps import SITE, stamped
from mlmap_site.triggers import Trigger, changed, keep, never_replaced

TRIGGERS = [
    Trigger(
        name="comment_keeps_its_version",
        table="comments_comment",
        event="UPDATE",
        refuse_when=changed("article_id", "version_id", "root_id", "in_reply_to_id"),
        message="a comment keeps the version it was made on",
    ),
    Trigger(
        name="comment_stays_in_its_article",
        table="comments_comment",
        event="INSERT",
        refuse_when=(
            "NEW.article_id <> (SELECT v.article_id FROM articles_version v "
            "WHERE v.id = NEW.version_id) OR NEW.root_id IS NOT NULL AND NOT EXISTS "
            "(SELECT 1 FROM comments_comment r WHERE r.id = NEW.root_id AND r.root_id IS NULL "
            "AND r.article_id = NEW.article_id) OR NEW.in_reply_to_id IS NOT NULL AND NOT EXISTS "
            "(SELECT 1 FROM comments_comment p WHERE p.id = NEW.in_reply_to_id "
            "AND (p.id = NEW.root_id OR p.root_id = NEW.root_id))"
        ),
        message="a comment belongs to one article",
    ),
    never_replaced("comments_comment", "a comment keeps the version it was made on"),
]

# What waits or was rejected shows nowhere.
SHOWS = "{row}.state NOT IN ('pending', 'rejected')"
STAMPS = [
    *stamped(
        "comments_comment",
        "'article:' || {row}.article_id",
        "'role:' || {row}.role_id",
        insert=SHOWS.format(row="NEW"),
        update=f"{SHOWS.format(row='OLD')} OR {SHOWS.format(row='NEW')}",
        delete=SHOWS.format(row="OLD"),
    ),
    *stamped("comments_comment_changes", f"'{SITE}'", insert="TRUE", update="TRUE", delete="TRUE"),
    # Why a comment was removed stands where it stood.
    *stamped(
        "comments_moderation",
        "(SELECT 'article:' || c.article_id FROM comments_comment c WHERE c.id = {row}.comment_id)",
        "(SELECT 'role:' || c.role_id FROM comments_comment c WHERE c.id = {row}.comment_id)",
        insert="TRUE",
        update="TRUE",
        delete="TRUE",
    ),
]


class CommentsConfig(AppConfig):
    name = "comments"

    def ready(self):
        keep(self, TRIGGERS + STAMPS)
        # It listens for changes that are dropped.
        import_module("comments.triage")
        import_module("comments.webhooks")
