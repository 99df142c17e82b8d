from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Tags, Warning, register
from django.db import connections
from django.http.request import split_domain_port, validate_host

from mlmap_site.database import wal_is_safe


@register(Tags.database)
def journal_mode(app_configs, databases, **kwargs):
    """Say that this SQLite is run with the slower journal, and why."""
    names = databases or []
    if any(connections[name].vendor == "sqlite" for name in names) and not wal_is_safe():
        return [
            Warning(
                "This SQLite can corrupt a write-ahead log; the slower rollback journal is used.",
                hint="SQLite 3.51.3 has the fix, as have 3.50.7 and 3.44.6.",
                id="mlmap.W001",
            )
        ]
    return []


@register(Tags.urls)
def address_in_mails(app_configs, **kwargs):
    """Say that the links in mail lead elsewhere than to this site."""
    address = urlsplit(settings.SITE_URL)
    host, _port = split_domain_port(address.netloc)
    faults = []
    if not validate_host(host, settings.ALLOWED_HOSTS):
        faults.append("its name is not one of ALLOWED_HOSTS")
    if settings.HTTPS and address.scheme != "https" and host not in settings.LOOPBACK:
        faults.append("it lacks HTTPS, without which no mail can be stopped by one click")
    return [
        Warning(
            f"Links in mail begin with SITE_URL, {settings.SITE_URL}: {fault}.",
            hint="Set SITE_URL to the address at which readers find the site.",
            id="mlmap.W002",
        )
        for fault in faults
    ]
