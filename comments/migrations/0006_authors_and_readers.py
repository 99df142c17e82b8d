from django.contrib.auth.management import create_permissions
from django.db import migrations

# What the desk does for authors, of their own articles alone (OwnArticles in articles/admin.py);
# published versions refuse every change by themselves. A role is never changed.
AUTHORS = {
    "articles": [
        *("view_article", "add_article", "change_article", "delete_article"),
        *("view_version", "change_version", "delete_version"),
    ],
    "comments": ["view_comment"],
    "roles": ["view_role", "add_role"],
}


def make_groups(apps, schema_editor):
    """Make the groups of those who write articles, and of those who only read and comment.

    Authors must be staff as well. Readers need no right for what they do, so theirs has none.
    """
    groups = apps.get_model("auth", "Group").objects
    rights = apps.get_model("auth", "Permission").objects
    groups.get_or_create(name="Readers")
    authors, _ = groups.get_or_create(name="Authors")
    for label, names in AUTHORS.items():
        # Rights are made after all migrations otherwise, which is too late to give them to a group.
        app = apps.get_app_config(label)
        app.models_module = True
        create_permissions(app, apps=apps, using=schema_editor.connection.alias, verbosity=0)
        app.models_module = None
        authors.permissions.add(*rights.filter(content_type__app_label=label, codename__in=names))


class Migration(migrations.Migration):

    dependencies = [
        ("articles", "0002_a_conversation"),
        ("comments", "0005_messages_to_the_author"),
        ("roles", "0001_initial"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
