"""What the search finds of articles and roles: which rows there are, and what is shown of them."""

from articles.models import Article, Correction, Placement, Version
from mlmap_site.search_index import find
from mlmap_site.snippets import marked, snippet
from roles.models import Role

# Each word of them is compared; a site with more is found without help.
MOST_KNOWN = 500


def find_versions(words, *, tag=None, role=None, old=False):
    """Return the versions with these words, best first: current ones, or with `old` all public."""
    versions = find(Version, words).public()
    if not old:
        versions = versions.filter(pk__in=Article.objects.public().values("current_id"))
    if tag:
        versions = versions.filter(article__tags=tag)
    if role:
        versions = versions.filter(placements__role=role)
    return versions.select_related("article")


def find_roles(words, *, tag=None, role=None, old=False):
    """Return the placements with these words, best first: each role's newest, or with `old` all."""
    placements = find(Placement, words).public()
    if not old:
        placements = placements.filter(pk__in=Role.objects.public().values("placement_id"))
    if tag:
        placements = placements.filter(version__article__tags=tag)
    if role:
        placements = placements.filter(role=role)
    return placements.select_related("role", "version__article")


def show_versions(versions, words):
    """Attach to versions what the search shows: their title and the best passage, as parts."""
    corrections = Correction.objects.filter(version__in=versions).order_by("revision")
    latest = {correction.version_id: correction for correction in corrections}
    for version in versions:
        text = version.text_to_find(latest.get(version.pk, version))
        version.name_parts = marked(version.title, words)
        version.passage = snippet(text, words) or marked(version.teaser, words)


def show_roles(placements, words):
    for placement in placements:
        placement.name_parts = marked(placement.name, words)
        placement.passage = marked(placement.summary, words)


def words_known():
    """Return texts whose words readers are likely to mean: public titles, teasers and names."""
    placements = Placement.objects.filter(pk__in=Role.objects.public().values("placement_id"))
    versions = Version.objects.filter(pk__in=Article.objects.public().values("current_id"))
    rows = [
        *placements.values_list("name", "summary")[:MOST_KNOWN],
        *versions.values_list("title", "teaser")[:MOST_KNOWN],
    ]
    return [text for row in rows for text in row]
