"""What a page says of itself to search engines and reference managers, in the words of schema.org.

The pages put it into an element that browsers do not run (mlmap_site/markup.py).
"""

from django.urls import reverse

from mlmap_site.links import absolute

CONTEXT = "https://schema.org"
SITE = "ML Map"


def article_data(version, text, tags):
    """Return a version as schema.org's Article, with the way that leads to it.

    `text` is the wording that is read.
    """
    article = version.article
    pages = [
        (article.title, article.get_absolute_url()),
        (version.label, version.get_absolute_url()),
    ]
    return {
        "@context": CONTEXT,
        "@graph": [
            {
                "@type": "Article",
                "@id": absolute(version.get_absolute_url()),
                "url": absolute(version.get_absolute_url()),
                "headline": version.title,
                "description": version.teaser,
                "version": version.label.removeprefix("v"),
                "datePublished": version.published_at.isoformat(),
                "dateModified": getattr(text, "created_at", version.published_at).isoformat(),
                "author": _author(article),
                "image": absolute(reverse("social_picture", args=[article.slug, version.number])),
                "keywords": [tag.name for tag in tags],
                "isPartOf": {
                    "@type": "CreativeWork",
                    "@id": absolute(article.get_absolute_url()),
                    "name": article.title,
                },
                "commentCount": article.comment_count,
                "discussionUrl": absolute(reverse("thread", args=[article.slug])),
            },
            way([(SITE, "/"), *pages]),
        ],
    }


def way(pages):
    """Return schema.org's BreadcrumbList of pages, each a name and an address."""
    steps = [
        {"@type": "ListItem", "position": place, "name": name, "item": absolute(address)}
        for place, (name, address) in enumerate(pages, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def _author(article):
    author = article.author
    return {
        "@type": "Person",
        "name": author.display_name,
        "url": absolute(reverse("author", args=[author.username])),
    }
