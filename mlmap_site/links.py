"""Addresses that are followed from elsewhere: out of mails, feeds, search engines and programs.

All begin with SITE_URL. What a request says of its host is only its sender's word, and what is made
of it may be kept for others (mlmap_site/page_cache.py).
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host


def absolute(path):
    """Return the whole address of one that begins with a slash."""
    return settings.SITE_URL + path


def own_host():
    """Return the name of the site, with its port where it has one."""
    return urlsplit(settings.SITE_URL).netloc


def is_own(address):
    """Return whether an address is one of the site's, by any of its names."""
    parts = urlsplit(address)
    host, _port = split_domain_port(parts.netloc)
    return parts.scheme in ("http", "https") and validate_host(host, settings.ALLOWED_HOSTS)
