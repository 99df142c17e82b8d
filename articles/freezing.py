"""What is published stays as it is: the part of that promise that Python can keep.

Whatever goes past Python is refused by the database itself (articles/apps.py).
"""

from django.db import models


class Frozen(Exception):
    """Something published was about to be changed."""

    def __init__(self):
        super().__init__("A published version never changes. Publish the next one instead.")


class FreezingQuerySet(models.QuerySet):
    """Refuses the statements that go past `save()` and `delete()` where rows are frozen.

    A subclass says in `frozen()` which of its rows are.
    """

    def refuse_frozen(self):
        if self.frozen().exists():
            raise Frozen

    def update(self, **values):
        self.refuse_frozen()
        return super().update(**values)

    def delete(self):
        self.refuse_frozen()
        return super().delete()

    # As on Django's own: no template may call them, and a manager has no delete().
    update.alters_data = True
    delete.alters_data = True
    delete.queryset_only = True
