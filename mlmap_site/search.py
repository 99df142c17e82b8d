"""The search: one page over articles, roles and comments.

Each app says what is found of its own and how it is shown; who may see it is asked there, with
every search, of the querysets that every other page asks.
"""

from dataclasses import dataclass

from django import forms
from django.db.models import OuterRef, Subquery
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from taggit.models import Tag

from articles.finding import find_roles, find_versions, show_roles, show_versions, words_known
from articles.models import Article, Placement
from comments.finding import find_comments, show_comments
from mlmap_site.nearest import did_you_mean, known_words
from mlmap_site.paging import parse_key
from mlmap_site.privacy import shared
from mlmap_site.text import validate_readable
from mlmap_site.words import asked
from roles.models import Role

LONGEST_QUERY = 200
# Of each kind where all are looked for, and on a page where one is.
SHOWN_OF_ALL, SHOWN_OF_ONE = 5, 20
# Who has not found it on so many pages adds a word.
MOST_PAGES = 50

KINDS = {
    "role": (_("Roles"), find_roles, show_roles),
    "article": (_("Articles"), find_versions, show_versions),
    "comment": (_("Comments, newest first"), find_comments, show_comments),
}


class RoleField(forms.ModelChoiceField):
    def label_from_instance(self, role):
        return role.name


class SearchForm(forms.Form):
    """What is looked for, and where."""

    q = forms.CharField(
        label=_("Search for"),
        max_length=LONGEST_QUERY,
        required=False,
        validators=[validate_readable],
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label=_("Among"),
        required=False,
        choices=[
            ("", _("Everything")),
            ("article", _("Articles")),
            ("role", _("Roles")),
            ("comment", _("Comments")),
        ],
    )
    tag = forms.ModelChoiceField(
        Tag.objects.none(),
        label=_("Tag"),
        required=False,
        empty_label=_("Any"),
        to_field_name="slug",
    )
    role = RoleField(
        Role.objects.none(),
        label=_("Role"),
        required=False,
        empty_label=_("Any"),
        to_field_name="slug",
    )
    old = forms.BooleanField(label=_("Old versions too"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        articles = Article.objects.public().order_by().values("pk")
        self.fields["tag"].queryset = (
            Tag.objects.filter(article__in=articles).distinct().order_by("name")
        )
        placements = Placement.objects.public().filter(role=OuterRef("pk"))
        newest = placements.newest_first().values("name")[:1]
        roles = Role.objects.public().annotate(name=Subquery(newest))
        self.fields["role"].queryset = roles.order_by("name")


@dataclass(frozen=True)
class Found:
    """What was found of one kind, and whether there is more of it."""

    kind: str
    title: str
    rows: list
    has_more: bool


@require_safe
@shared(query=[*SearchForm.base_fields, "page"])
def search(request):
    """What has all the words that a reader asks for, or help where nothing has."""
    form = SearchForm(request.GET)
    is_valid = form.is_valid()
    words = asked(form.cleaned_data["q"]) if is_valid else []
    page = parse_key(request.GET.get("page", "1"))
    if page not in range(1, MOST_PAGES + 1):
        raise Http404
    found = look_for(words, form.cleaned_data, page) if words else []
    context = {
        "form": form,
        "words": words,
        "found": found,
        "next": next_page(form, found, page),
        "meant": None if found or not words else meant_by(form.cleaned_data["q"]),
    }
    return render(request, "search/search.html", context, status=200 if is_valid else 400)


def look_for(words, wanted, page):
    """Return what is found of each kind that is wanted, and nothing of kinds without any."""
    kinds = [wanted["kind"]] if wanted["kind"] else KINDS
    size = SHOWN_OF_ONE if wanted["kind"] else SHOWN_OF_ALL
    where = {name: wanted[name] for name in ("tag", "role", "old")}
    start = (page - 1) * size
    found = []
    for kind in kinds:
        title, find, show = KINDS[kind]
        rows = list(find(words, **where)[start : start + size + 1])
        shown = rows[:size]
        show(shown, words)
        if shown:
            found.append(Found(kind, title, shown, len(rows) > size))
    return found


def next_page(form, found, page):
    """Return the number of the page behind this one; only one kind alone has pages."""
    has_more = form.data.get("kind") and any(kind.has_more for kind in found)
    return page + 1 if has_more and page < MOST_PAGES else None


def meant_by(query):
    """Return the query that a reader is likely to have meant, None where nothing is near it."""
    return did_you_mean(query, known_words(words_known()))
