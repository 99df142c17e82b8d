import django.db.models.deletion
import django.utils.timezone
import mlmap_site.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0002_a_conversation'),
        ('comments', '0001_initial'),
        ('roles', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Like',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'verbose_name': 'like',
                'verbose_name_plural': 'likes',
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('reply', 'a reply'), ('version', 'a new version'), ('credit', 'a credited change')], max_length=7, verbose_name='kind')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='queued')),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='due')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent')),
                ('dropped_at', models.DateTimeField(blank=True, null=True, verbose_name='dropped')),
                ('problem', models.CharField(blank=True, max_length=300, verbose_name='problem')),
            ],
            options={
                'verbose_name': 'notice',
                'verbose_name_plural': 'notices',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('spam', 'It is advertising or spam'), ('unkind', 'It is unkind or insulting'), ('private', 'It tells something private'), ('other', 'Something else')], max_length=7, verbose_name='reason')),
                ('words', models.CharField(blank=True, max_length=500, validators=[mlmap_site.text.validate_readable], verbose_name='in your words')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='when')),
                ('settled_at', models.DateTimeField(editable=False, null=True, verbose_name='settled')),
            ],
            options={
                'verbose_name': 'report',
                'verbose_name_plural': 'reports',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.AddField(
            model_name='like',
            name='article',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='likes', to='articles.article'),
        ),
        migrations.AddField(
            model_name='like',
            name='comment',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='likes', to='comments.comment'),
        ),
        migrations.AddField(
            model_name='like',
            name='reader',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='likes', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='notice',
            name='comment',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='comments.comment'),
        ),
        migrations.AddField(
            model_name='notice',
            name='recipient',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL, verbose_name='recipient'),
        ),
        migrations.AddField(
            model_name='notice',
            name='version',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='articles.version'),
        ),
        migrations.AddField(
            model_name='report',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='comments.comment'),
        ),
        migrations.AddField(
            model_name='report',
            name='reporter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to=settings.AUTH_USER_MODEL, verbose_name='reader'),
        ),
        migrations.AddConstraint(
            model_name='like',
            constraint=models.UniqueConstraint(fields=('reader', 'article'), name='like_once_an_article'),
        ),
        migrations.AddConstraint(
            model_name='like',
            constraint=models.UniqueConstraint(fields=('reader', 'comment'), name='like_once_a_comment'),
        ),
        migrations.AddConstraint(
            model_name='like',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('article', None), ('comment__isnull', False)), models.Q(('article__isnull', False), ('comment', None)), _connector='OR'), name='like_is_of_one_thing'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('dropped_at', None), ('sent_at', None)), fields=['due_at', 'id'], name='notice_queue'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(fields=['recipient', 'sent_at'], name='notice_daily_cap'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('comment__isnull', False), ('kind', 'reply'), ('version', None)), models.Q(('comment', None), ('kind__in', ['version', 'credit']), ('version__isnull', False)), _connector='OR'), name='notice_is_of_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(fields=('recipient', 'comment'), name='notice_once_a_reply'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(fields=('recipient', 'version'), name='notice_once_a_version'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('sent_at', None), ('dropped_at', None), _connector='OR'), name='notice_ends_once'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(fields=('comment', 'reporter'), name='report_once_a_reader'),
        ),
        # PostgreSQL lets nobody read comments from here to the end.
        migrations.RemoveConstraint(
            model_name='comment',
            name='comment_state_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='moderation',
            name='moderation_has_reason',
        ),
        migrations.RemoveIndex(
            model_name='comment',
            name='comment_thread',
        ),
        migrations.RemoveIndex(
            model_name='comment',
            name='comment_replies',
        ),
        migrations.RemoveIndex(
            model_name='comment',
            name='comment_queue',
        ),
        migrations.AddField(
            model_name='comment',
            name='byline',
            field=models.CharField(blank=True, max_length=60, validators=[mlmap_site.text.validate_readable]),
        ),
        migrations.AddField(
            model_name='comment',
            name='edited_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='edited'),
        ),
        migrations.AddField(
            model_name='comment',
            name='is_pinned',
            field=models.BooleanField(default=False, editable=False, verbose_name='pinned'),
        ),
        migrations.AddField(
            model_name='comment',
            name='key',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='comment',
            name='like_count',
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name='likes'),
        ),
        migrations.AddField(
            model_name='comment',
            name='origin',
            field=models.CharField(editable=False, max_length=120, null=True, unique=True),
        ),
        migrations.AddField(
            model_name='moderation',
            name='article',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='moderations', to='articles.article'),
        ),
        migrations.AddField(
            model_name='moderation',
            name='reader',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='acts_on_them', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='comment',
            name='triage',
            field=models.CharField(choices=[('open', 'open'), ('answered', 'answered'), ('planned', 'planned'), ('done', 'done'), ('declined', 'declined')], default='open', max_length=8, verbose_name='triage'),
        ),
        migrations.AddField(
            model_name='comment',
            name='triage_note',
            field=models.CharField(blank=True, max_length=300, validators=[mlmap_site.text.validate_readable], verbose_name='note'),
        ),
        migrations.AlterField(
            model_name='comment',
            name='author',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='comments', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='comment',
            name='root',
            field=models.ForeignKey(blank=True, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='comments.comment'),
        ),
        migrations.AlterField(
            model_name='comment',
            name='state',
            field=models.CharField(choices=[('pending', 'waiting for approval'), ('approved', 'approved'), ('rejected', 'rejected'), ('removed', 'removed'), ('deleted', 'deleted')], default='pending', editable=False, max_length=8, verbose_name='state'),
        ),
        migrations.AlterField(
            model_name='moderation',
            name='action',
            field=models.CharField(choices=[('hold', 'hold'), ('approve', 'approve'), ('reject', 'reject'), ('remove', 'remove'), ('pin', 'pin'), ('unpin', 'unpin'), ('settle', 'settle reports'), ('block', 'block'), ('unblock', 'unblock'), ('close', 'close thread'), ('reopen', 'reopen thread')], max_length=7, verbose_name='action'),
        ),
        migrations.AlterField(
            model_name='moderation',
            name='actor',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='moderations', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='moderation',
            name='comment',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='moderations', to='comments.comment'),
        ),
        migrations.AddField(
            model_name='comment',
            name='stands',
            field=models.GeneratedField(db_persist=True, expression=models.Q(('state', 'approved'), models.Q(('reply_count__gt', 0), ('state__in', ['removed', 'deleted'])), _connector='OR'), output_field=models.BooleanField()),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('root', None), ('stands', True)), fields=['article', 'created_at', 'id'], name='comment_thread'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('root', None), ('stands', True)), fields=['article', 'like_count', 'created_at', 'id'], name='comment_most_liked'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('root', None), ('stands', True)), fields=['version', 'created_at', 'id'], name='comment_on_version'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('stands', True), models.Q(('role', None), _negated=True)), fields=['role', 'created_at', 'id'], name='comment_about_role'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('stands', True)), fields=['root', 'created_at', 'id'], name='comment_replies'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['created_at', 'id'], name='comment_by_date'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['state', 'created_at'], name='comment_queue'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['triage', 'created_at'], name='comment_by_triage'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'approved', 'rejected', 'removed', 'deleted'])), name='comment_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('triage__in', ['open', 'answered', 'planned', 'done', 'declined'])), name='comment_triage_is_known'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.UniqueConstraint(fields=('author', 'key'), name='comment_is_posted_once'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.UniqueConstraint(condition=models.Q(('is_pinned', True)), fields=('article',), name='comment_one_pinned'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('is_pinned', False), models.Q(('root', None), ('state', 'approved')), _connector='OR'), name='comment_pinned_is_a_standing_root'),
        ),
        migrations.AddConstraint(
            model_name='moderation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('action__in', ['hold', 'reject', 'remove', 'block']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='moderation_has_reason', violation_error_message='Say why: the reader can read it.'),
        ),
        migrations.AddConstraint(
            model_name='moderation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('action__in', ['hold', 'approve', 'reject', 'remove', 'pin', 'unpin', 'settle']), ('article', None), ('comment__isnull', False), ('reader', None)), models.Q(('action__in', ['block', 'unblock']), ('article', None), ('comment', None), ('reader__isnull', False)), models.Q(('action__in', ['close', 'reopen']), ('article__isnull', False), ('comment', None), ('reader', None)), _connector='OR'), name='moderation_is_of_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='moderation',
            constraint=models.CheckConstraint(condition=models.Q(('action', 'hold'), models.Q(('actor', None), _negated=True), _connector='OR'), name='moderation_has_actor'),
        ),
    ]
