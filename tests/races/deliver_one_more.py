"""Queue one more mail, and say how many wait."""

from tests.races import stage

stage.set_up()

from comments.models import Notice  # noqa: E402
from tests.factories import make_article, make_published  # noqa: E402
from tests.mailing import make_reader, make_reply  # noqa: E402


def main():
    slug = f"article-{Notice.objects.count()}"
    version = make_published(make_article(slug), placements={})
    Notice.objects.waiting().update(due_at=version.published_at.replace(year=2100))
    make_reply(version, make_reader(slug), make_reader("other"))
    stage.report(waiting=Notice.objects.due().count())


if __name__ == "__main__":
    main()
