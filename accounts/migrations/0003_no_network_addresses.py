from django.db import migrations


def forget(apps, schema_editor):
    """Forget the addresses from which readers signed in before only pseudonyms were stored."""
    apps.get_model("usersessions", "UserSession").objects.update(ip="::")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_a_conversation"),
        ("usersessions", "0001_initial"),
    ]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
