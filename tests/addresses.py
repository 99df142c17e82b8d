"""The site's own list of addresses, read from its URL resolver, and what is asked of them."""

import html
import re

from django.urls import get_resolver


def routes(patterns=None, namespace="", above=frozenset()):
    """Yield the name and the arguments of every address there is."""
    for pattern in patterns or get_resolver().url_patterns:
        arguments = frozenset(pattern.pattern.regex.groupindex)
        if hasattr(pattern, "url_patterns"):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from routes(pattern.url_patterns, inner, above | arguments)
        else:
            yield f"{namespace}{pattern.name}", above | arguments


def everything_in(response):
    """Return all that an answer tells its reader: address, headers, cookies and content."""
    body = b"".join(response) if response.streaming else response.content
    parts = [str(response.headers), str(response.cookies), body.decode(errors="replace")]
    return html.unescape("\n".join(parts))


def links_in(response):
    """Return the addresses that a page leads to on this site, without fragments."""
    found = re.findall(r'\b(?:href|src)="([^"]*)"', response.content.decode())
    addresses = {html.unescape(link).partition("#")[0] for link in found}
    return {link for link in addresses if not re.match(r"[a-z]+:|//|\Z", link)}
