from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='avatar',
            field=models.ImageField(blank=True, help_text='Shown beside what you write.', upload_to='avatars/', verbose_name='picture'),
        ),
        migrations.AddField(
            model_name='user',
            name='is_blocked',
            field=models.BooleanField(default=False, editable=False, verbose_name='blocked'),
        ),
        migrations.AddField(
            model_name='user',
            name='mail_credits',
            field=models.BooleanField(default=True, verbose_name='Mail me when a version is out that my comment led to'),
        ),
        migrations.AddField(
            model_name='user',
            name='mail_replies',
            field=models.BooleanField(default=True, verbose_name='Mail me when somebody answers my comment'),
        ),
        migrations.AddField(
            model_name='user',
            name='named_in_credits',
            field=models.BooleanField(default=True, verbose_name='Name me in the changelog where my comment led to a change'),
        ),
    ]
