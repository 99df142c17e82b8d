import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0004_rendered_anew'),
        ('comments', '0006_authors_and_readers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='notice',
            name='notice_is_of_one_thing',
        ),
        migrations.AddField(
            model_name='notice',
            name='hook',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('reply', 'a reply'), ('version', 'a new version'), ('credit', 'a credited change'), ('message', 'a message'), ('comment.published', 'a comment is public'), ('comment.changed', 'a comment is changed'), ('comment.removed', 'a comment is gone'), ('comment.reported', 'a comment is reported'), ('version.published', 'a version is public'), ('version.corrected', 'a version is corrected'), ('version.withdrawn', 'a version is withdrawn')], max_length=20, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='notice',
            name='recipient',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL, verbose_name='recipient'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('comment__isnull', False), ('kind__in', ['reply', 'comment.published', 'comment.changed', 'comment.removed', 'comment.reported']), ('message', None), ('version', None)), models.Q(('comment', None), ('kind__in', ['version', 'credit', 'version.published', 'version.corrected', 'version.withdrawn']), ('message', None), ('version__isnull', False)), models.Q(('comment', None), ('kind', 'message'), ('message__isnull', False), ('version', None)), _connector='OR'), name='notice_is_of_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('hook', ''), ('recipient__isnull', False)), models.Q(models.Q(('hook', ''), _negated=True), ('recipient', None)), _connector='OR'), name='notice_is_to_one'),
        ),
    ]
