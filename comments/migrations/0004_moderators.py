from django.contrib.auth.management import create_permissions
from django.db import migrations

NAME = "Moderators"
RIGHTS = ["view_comment", "change_comment"]


def make_group(apps, schema_editor):
    """Make the group of those who moderate and write no articles; they must be staff as well."""
    # Rights are made after all migrations otherwise, which is too late to give them to a group.
    comments = apps.get_app_config("comments")
    comments.models_module = True
    create_permissions(comments, apps=apps, using=schema_editor.connection.alias, verbosity=0)
    comments.models_module = None

    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=NAME)
    rights = apps.get_model("auth", "Permission").objects
    group.permissions.set(
        rights.filter(content_type__app_label="comments", codename__in=RIGHTS)
    )


class Migration(migrations.Migration):

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("comments", "0003_what_was_answered"),
    ]

    operations = [migrations.RunPython(make_group, migrations.RunPython.noop)]
