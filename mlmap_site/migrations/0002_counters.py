from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mlmap_site", "0001_stamps")]

    operations = [
        migrations.CreateModel(
            name="Counter",
            fields=[
                ("key", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("moments", models.JSONField(default=list)),
                ("over_at", models.DateTimeField(db_index=True)),
            ],
        ),
    ]
