from django.apps import AppConfig

from mlmap_site.stamps import SITE, StampTrigger, stamped
from mlmap_site.triggers import Trigger, changed, keep, never_replaced

VERSION_SOURCE = (
    *("article_id", "predecessor_id", "major", "minor", "title", "teaser", "body"),
    *("cover", "cover_alt", "cover_caption", "cover_focus_x", "cover_focus_y"),
    *("line_start", "line_end"),
)
NEVER = "a published version never changes"


def _is_frozen(row):
    # The share lock makes a part that is written while its version is being published wait,
    # and then see that it is.
    return (
        "(SELECT v.published_at FROM articles_version v "
        f"WHERE v.id = {row}.version_id {{share}}) IS NOT NULL"
    )


def _part_triggers(table):
    rows = {"INSERT": ["NEW"], "UPDATE": ["OLD", "NEW"], "DELETE": ["OLD"]}
    return [
        Trigger(
            name=f"{table}_frozen_{event.lower()}",
            table=table,
            event=event,
            refuse_when=" OR ".join(_is_frozen(row) for row in rows[event]),
            message=NEVER,
        )
        for event in rows
    ]


NUMBER_IS_TAKEN = (
    "NEW.published_at IS NOT NULL AND EXISTS (SELECT 1 FROM articles_version v "
    "WHERE v.article_id = NEW.article_id AND v.id <> NEW.id AND v.published_at IS NOT NULL "
    "AND (v.major > NEW.major OR (v.major = NEW.major AND v.minor >= NEW.minor)))"
)

TRIGGERS = [
    Trigger(
        name="version_frozen_source",
        table="articles_version",
        event="UPDATE",
        refuse_when=f"OLD.published_at IS NOT NULL AND {changed(*VERSION_SOURCE)}",
        message=NEVER,
    ),
    Trigger(
        name="version_frozen_date",
        table="articles_version",
        event="UPDATE",
        # Taking a version off the schedule is the only way back, and only until its time.
        refuse_when=(
            f"OLD.published_at IS NOT NULL AND {changed('published_at', 'digest')} AND NOT "
            "(NEW.published_at IS NULL AND NEW.digest = '' AND OLD.published_at > {now})"
        ),
        message=NEVER,
    ),
    Trigger(
        name="version_frozen_withdrawal",
        table="articles_version",
        event="UPDATE",
        refuse_when=(
            f"OLD.withdrawn_at IS NOT NULL AND {changed('withdrawn_at', 'withdrawal_reason')}"
        ),
        message="a withdrawal stands",
    ),
    Trigger(
        name="version_frozen_delete",
        table="articles_version",
        event="DELETE",
        refuse_when="OLD.published_at IS NOT NULL",
        message=NEVER,
    ),
    Trigger(
        name="version_number_rises",
        table="articles_version",
        event="UPDATE",
        refuse_when=f"OLD.published_at IS NULL AND {NUMBER_IS_TAKEN}",
        message="numbers only rise within an article",
    ),
    Trigger(
        name="version_number_rises_insert",
        table="articles_version",
        event="INSERT",
        refuse_when=NUMBER_IS_TAKEN,
        message="numbers only rise within an article",
    ),
    Trigger(
        name="article_keeps_its_address",
        table="articles_article",
        event="UPDATE",
        refuse_when=(
            f"{changed('slug')} AND EXISTS (SELECT 1 FROM articles_version v "
            "WHERE v.article_id = OLD.id AND v.published_at IS NOT NULL)"
        ),
        message="a published article keeps its address",
    ),
    never_replaced("articles_article", "a published article keeps its address"),
    *_part_triggers("articles_placement"),
    *_part_triggers("articles_descent"),
    *_part_triggers("articles_change"),
    Trigger(
        name="correction_of_what_is_published",
        table="articles_correction",
        event="INSERT",
        refuse_when=(
            "(SELECT v.published_at FROM articles_version v WHERE v.id = NEW.version_id) IS NULL"
        ),
        message="only what is published is corrected",
    ),
    *[
        Trigger(
            name=f"correction_frozen_{event.lower()}",
            table="articles_correction",
            event=event,
            refuse_when=condition,
            message="a correction stands; add another",
        )
        for event, condition in {
            "UPDATE": changed(
                "version_id", "revision", "body", "cover_alt", "reason", "digest", "created_at"
            ),
            "DELETE": "OLD.id IS NOT NULL",
        }.items()
    ],
]

# What is written into a draft shows nowhere; that it comes out shows everywhere.
ANYWHERE = f"'{SITE}'"
ARTICLE = "'article:' || {row}.id"
COUNTS = ("comment_count", "like_count")
STAMPS = [
    *stamped(
        "articles_version",
        ANYWHERE,
        insert="NEW.published_at IS NOT NULL",
        update="OLD.published_at IS NOT NULL OR NEW.published_at IS NOT NULL",
        delete="OLD.published_at IS NOT NULL",
        due_at="NEW.published_at",
    ),
    *stamped("articles_correction", ANYWHERE, insert="TRUE", update="TRUE", delete="TRUE"),
    *stamped("articles_article", ARTICLE, update=changed(*COUNTS)),
    StampTrigger(
        name="articles_article_stamped_everywhere",
        table="articles_article",
        event="UPDATE",
        topics=(ANYWHERE,),
        when=changed("title", "slug", "author_id", "comments_closed_at"),
    ),
    *stamped(
        "articles_tally",
        "(SELECT 'article:' || v.article_id FROM articles_version v WHERE v.id = {row}.version_id)",
        insert="TRUE",
        update="TRUE",
        delete="TRUE",
    ),
    *stamped("taggit_taggeditem", ANYWHERE, insert="TRUE", update="TRUE", delete="TRUE"),
    *stamped("taggit_tag", ANYWHERE, update="TRUE", delete="TRUE"),
]


class ArticlesConfig(AppConfig):
    name = "articles"

    def ready(self):
        keep(self, TRIGGERS + STAMPS)
