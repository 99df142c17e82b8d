from django.db import migrations
from django.db.models import Exists, F, OuterRef


def settle(apps, schema_editor):
    """Take what an author answered, or a change came of, off the list of what is open."""
    Comment = apps.get_model("comments", "Comment")
    answers = Comment.objects.filter(in_reply_to=OuterRef("pk"), author=F("article__author"))
    Comment.objects.filter(Exists(answers)).update(triage="answered")
    Comment.objects.filter(pk__in=Comment.changes.through.objects.values("comment")).update(
        triage="done"
    )


class Migration(migrations.Migration):

    dependencies = [("comments", "0002_a_conversation")]

    operations = [migrations.RunPython(settle, migrations.RunPython.noop, elidable=True)]
