from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article


class LikeManager(models.Manager):
    @transaction.atomic
    def put(self, reader, *, wanted, **target):
        """Let a reader like an article or a comment, or no more; twice is once.

        `target` is `article=` or `comment=`. The stored count follows in the same transaction.
        """
        if wanted:
            _, step = self.get_or_create(reader=reader, **target)
        else:
            step = -self.filter(reader=reader, **target).delete()[0]
        if step:
            (liked,) = target.values()
            type(liked).objects.filter(pk=liked.pk).update(like_count=F("like_count") + int(step))


class Like(models.Model):
    """A reader's liking of an article or of a comment."""

    # Not deleted along: the counts would go wrong (comments/own_data.py takes likes back first).
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="likes")
    article = models.ForeignKey(
        Article, models.CASCADE, null=True, blank=True, related_name="likes"
    )
    comment = models.ForeignKey(
        "comments.Comment", models.CASCADE, null=True, blank=True, related_name="likes"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = LikeManager()

    class Meta:
        verbose_name = _("like")
        verbose_name_plural = _("likes")
        constraints = [
            models.UniqueConstraint(fields=["reader", "article"], name="like_once_an_article"),
            models.UniqueConstraint(fields=["reader", "comment"], name="like_once_a_comment"),
            models.CheckConstraint(
                condition=Q(article=None, comment__isnull=False)
                | Q(article__isnull=False, comment=None),
                name="like_is_of_one_thing",
            ),
        ]

    def __str__(self):
        return f"{self.reader} · {self.article or self.comment}"
