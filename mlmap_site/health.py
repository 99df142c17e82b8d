"""Whether the site lives, and whether it is ready: a word for what is wrong, and no more."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from comments.models import Notice

# The deliverer looks every few seconds; whoever is away for so long is not coming back alone.
LATEST_MAIL = timedelta(minutes=15)
UNAVAILABLE = 503


@require_safe
def healthz(request):
    """Answer that the process lives, with `?ready` also whether all that it needs is there."""
    trouble = what_is_wrong() if "ready" in request.GET else None
    status = UNAVAILABLE if trouble else 200
    return HttpResponse(trouble or "ok", content_type="text/plain", status=status)


def what_is_wrong():
    """Return "database", "migrations", "mail" or "backup", None where all is well."""
    try:
        if lacks_migrations():
            return "migrations"
        late = Notice.objects.due().filter(due_at__lt=timezone.now() - LATEST_MAIL)
        if late.exists():
            return "mail"
    except Error:
        return "database"
    return "backup" if settings.BACKUPS and is_backup_late() else None


def lacks_migrations():
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def is_backup_late():
    """Return whether no backup that is whole is young enough; one being written has a dot."""
    oldest = timezone.now() - timedelta(hours=settings.BACKUP_HOURS)
    manifests = Path(settings.BACKUPS).glob("[!.]*/manifest.json")
    return not any(datetime.fromtimestamp(m.stat().st_mtime, UTC) >= oldest for m in manifests)
