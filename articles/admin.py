from django.contrib import admin
from django.forms.widgets import Script
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from markdownx.models import MarkdownxField
from markdownx.widgets import AdminMarkdownxWidget

from articles import desk
from articles.forms import ArticleForm, DescentRows, PlacementRows, RowForm, VersionForm
from articles.history import gaps
from articles.models import Article, Change, Descent, Placement, Version
from articles.publishing import Refused, start_draft, state_in_words
from mlmap_site.authoring import HonestStatus
from roles.models import Role

# A name that static/js/form_keeper.js makes up; it is kept in the session.
LONGEST_FORM_NAME = 40


def suggested_edges(version):
    return {edge[:2] for gap in gaps(version) for edge in gap.edges}


class OwnArticles:
    """Authors see their own articles; the site's owner sees all."""

    author_lookup = "author"

    def get_queryset(self, request):
        queryset = super().get_queryset(request)
        if request.user.is_superuser:
            return queryset
        return queryset.filter(**{self.author_lookup: request.user})


@admin.register(Article)
class ArticleAdmin(OwnArticles, HonestStatus, admin.ModelAdmin):
    form = ArticleForm
    list_display = ["title", "current_version", "waiting_version", "comment_count", "author"]
    search_fields = ["title", "slug"]
    fields = ["title", "slug", "author", "tags"]
    prepopulated_fields = {"slug": ["title"]}
    change_form_template = "admin/articles/article/change_form.html"

    @admin.display(description=_("current version"))
    def current_version(self, article):
        current = article.current()
        return current.label if current else "–"

    @admin.display(description=_("next version"))
    def waiting_version(self, article):
        waiting = article.versions.waiting().first()
        return f"{waiting.label}, {state_in_words(waiting)}" if waiting else "–"

    def get_changeform_initial_data(self, request):
        return {"author": request.user.pk}

    def get_fields(self, request, obj=None):
        # Nobody but the site's owner writes in another's name.
        return [name for name in self.fields if name != "author" or request.user.is_superuser]

    def save_model(self, request, obj, form, change):
        if not change:
            if not request.user.is_superuser:
                obj.author = request.user
            obj.save()
        else:
            # Not the stored counts: a comment may have come in since the form was opened.
            obj.save(update_fields={"title", "slug", "author"})

    def get_readonly_fields(self, request, obj=None):
        return ["slug"] if obj and obj.versions.frozen().exists() else []

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

    def has_delete_permission(self, request, obj=None):
        allowed = super().has_delete_permission(request, obj)
        return allowed and not (obj and obj.versions.exists())

    def get_urls(self):
        start = self.admin_site.admin_view(require_POST(self.start_view))
        return [path("<int:pk>/start/", start, name="articles_article_start"), *super().get_urls()]

    def start_view(self, request, pk):
        """Start the next version from the current one."""
        article = get_object_or_404(self.get_queryset(request), pk=pk)
        desk.require(article.can_be_edited_by(request.user))
        try:
            draft = start_draft(article, request.user)
        except Refused as refusal:
            self.message_user(request, gettext("Nothing was done: %s") % refusal, "ERROR")
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))
        return redirect("admin:articles_version_change", draft.pk)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj:
            versions = obj.versions.newest_first()
            context |= {"versions": versions, "waiting": versions.waiting().first()}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


class PartInline(admin.TabularInline):
    extra = 0
    draws_map = False

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        # A role is only ever added here; nothing of it can be changed.
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.is_relation and field:
            widget = field.widget
            widget.can_change_related = widget.can_delete_related = widget.can_view_related = False
        return field

    # Whoever may edit the version may edit its parts; VersionAdmin decides.
    def has_add_permission(self, request, obj=None):
        return obj is not None and obj.state == "draft"

    has_change_permission = has_delete_permission = has_add_permission

    def has_view_permission(self, request, obj=None):
        return True


class PlacementInline(PartInline):
    model = Placement
    form = RowForm
    formset = PlacementRows
    draws_map = True
    fields = ["role", "name", "start", "end", "summary"]


class DescentInline(PartInline):
    model = Descent
    form = RowForm
    formset = DescentRows
    fields = ["ancestor", "descendant"]


class ChangeInline(PartInline):
    model = Change
    fields = ["position", "text"]


@admin.register(Version)
class VersionAdmin(OwnArticles, HonestStatus, admin.ModelAdmin):
    author_lookup = "article__author"
    form = VersionForm
    change_form_template = "admin/articles/version/change_form.html"
    list_display = ["article", "label", "title", "state_name", "published_at"]
    list_display_links = ["label", "title"]
    # Of one's own: another's article may be known to nobody yet.
    list_filter = [("article", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["article"]
    search_fields = ["title", "body"]
    inlines = [PlacementInline, DescentInline, ChangeInline]
    formfield_overrides = {
        MarkdownxField: {"widget": AdminMarkdownxWidget({"rows": 24})},
    }
    fieldsets = [
        (None, {"fields": [("major", "minor"), "title", "teaser"]}),
        (_("Text"), {"fields": ["body"], "classes": ["wide"]}),
        (
            _("Cover"),
            {
                "fields": [
                    *("cover", "cover_alt", "cover_caption"),
                    ("cover_focus_x", "cover_focus_y"),
                ]
            },
        ),
        (_("Map"), {"fields": [("line_start", "line_end")]}),
    ]

    class Media:
        js = [Script("js/version_form.js", type="module")]

    @admin.display(description=_("version"), ordering="minor")
    def label(self, version):
        return version.label

    @admin.display(description=_("state"))
    def state_name(self, version):
        return format_html(
            '<span class="state state-{}">{}</span>', version.state, state_in_words(version)
        )

    def has_add_permission(self, request):
        # A version starts from the article's page, so that it starts from the current one.
        return False

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or obj.state == "draft")

    def has_delete_permission(self, request, obj=None):
        allowed = super().has_delete_permission(request, obj)
        return allowed and obj is not None and obj.state == "draft"

    def get_urls(self):
        return desk.urls(self) + super().get_urls()

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        ancestor, arrow, descendant = request.POST.get("_descent", "").partition(">")
        if arrow and (ancestor, descendant) in suggested_edges(form.instance):
            roles = Role.objects.in_bulk([ancestor, descendant], field_name="slug")
            Descent.objects.create(
                version=form.instance,
                ancestor=roles.get(ancestor),
                descendant=roles.get(descendant),
            )
        # The browser that kept what was typed may let go of it once it reads this name again.
        request.session["saved_form"] = request.POST.get("_form", "")[:LONGEST_FORM_NAME]

    def response_post_save_change(self, request, obj):
        # What follows a save is a look at the map, or publishing: both are on the same page.
        return redirect("admin:articles_version_change", obj.pk)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj:
            context |= {
                "placements": obj.placements.select_related("role"),
                "gaps": gaps(obj) if obj.state == "draft" else [],
                "state": obj.state,
                "state_name": state_in_words(obj),
                "may_publish": obj.article.can_be_edited_by(request.user),
                "saved_form": request.session.get("saved_form", ""),
            }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)
