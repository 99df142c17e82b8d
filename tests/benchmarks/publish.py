"""How long publishing takes its author: `python -m tests.benchmarks.publish SLUG` prints it.

The version is one that ten thousand readers follow. What is timed is the author's request, from the
form that asks to the answer, by the site's own address.
"""

import sys
import time
from statistics import median

import django

ROUNDS = 5


def measure(slug):
    from django.contrib.auth import get_user_model
    from django.test import Client
    from django.urls import reverse

    from articles import publishing
    from articles.models import Article, Change

    article = Article.objects.get(slug=slug)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(get_user_model().objects.get(pk=article.author_id))
    taken = []
    for _ in range(ROUNDS):
        draft = publishing.start_draft(article, article.author)
        draft.title += "."
        draft.save()
        Change.objects.create(version=draft, position=1, text="It was written again.")
        address = reverse("admin:articles_version_publish", args=[draft.pk])
        begun = time.perf_counter()
        answer = client.post(address, {"publish": "now"})
        taken.append((time.perf_counter() - begun) * 1000)
        draft.refresh_from_db()
        assert draft.is_public(), answer.content.decode()
    return median(taken)


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(f"{measure(sys.argv[1]):.1f}\n")
