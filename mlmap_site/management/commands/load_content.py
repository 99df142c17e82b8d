import secrets
from pathlib import Path

import yaml
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from articles import version_file
from articles.exchange import import_versions
from articles.models import Article
from comments.content import load_comments


class Command(BaseCommand):
    help = "Load the articles and comments in content/ that are not there yet, and their author."

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", default=settings.BASE_DIR / "content", type=Path)

    @transaction.atomic
    def handle(self, *, folder, **options):
        author = self.author(yaml.safe_load((folder / "author.yaml").read_text(encoding="utf-8")))
        there = set(Article.objects.values_list("slug", flat=True))
        # An article that is there already is its author's now; nothing of it is touched.
        paths = [path for path in sorted(folder.glob("*.md")) if self.article(path) not in there]
        versions = import_versions(paths, lambda username: author)
        for version in versions:
            self.stdout.write(str(version))
        slugs = {version.article.slug for version in versions}
        count = load_comments(folder / "comments.yaml", slugs)
        self.stdout.write(f"{len(versions)} versions and {count} comments loaded.")

    def article(self, path):
        text = path.read_text(encoding="utf-8")
        return version_file.read(text, path.name).data["article"]

    def author(self, profile):
        """Return the author's account; a new one's password is said once, here."""
        users = get_user_model().objects
        author = users.filter(username=profile["username"]).first()
        if author is None:
            password = settings.AUTHOR_PASSWORD or secrets.token_urlsafe(12)
            author = users.create_superuser(
                email=settings.AUTHOR_EMAIL, password=password, **profile
            )
            # Whoever may run this command need not prove who they are.
            author.emailaddress_set.create(email=author.email, verified=True, primary=True)
            said = "the one in AUTHOR_PASSWORD" if settings.AUTHOR_PASSWORD else password
            self.stdout.write(f"The author signs in as {author.username}, password: {said}")
        elif not author.is_superuser:
            raise CommandError(f"{author.username} is somebody's account, and not the author's.")
        return author
