from django.db import migrations

from accounts.browsers import name_of


def shorten(apps, schema_editor):
    UserSession = apps.get_model("usersessions", "UserSession")
    for session in UserSession.objects.iterator():
        UserSession.objects.filter(pk=session.pk).update(user_agent=name_of(session.user_agent))


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_courses_and_links"),
        ("usersessions", "0001_initial"),
    ]

    operations = [migrations.RunPython(shorten, migrations.RunPython.noop)]
