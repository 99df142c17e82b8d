"""How the versions of an article lead to each other, in the words that programs know (RFC 5829)."""

from django.urls import reverse


def version_links(version, around):
    """Return the relations of a public version and where each leads: pairs of words.

    `around` is what stands around it (surroundings.py).
    """
    article = version.article
    links = [
        ("version-history", reverse("version_list", args=[article.slug])),
        ("latest-version", article.get_absolute_url()),
    ]
    if around.before:
        links.append(("predecessor-version", around.before.get_absolute_url()))
    if around.after:
        links.append(("successor-version", around.after.get_absolute_url()))
    return links


def link_header(links):
    """Return relations as the value of an HTTP header (RFC 8288)."""
    return ", ".join(f'<{address}>; rel="{relation}"' for relation, address in links)
