"""The pages around a version in the admin: preview, publish, schedule, correct, withdraw."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles import publishing
from articles.comparing import compare_versions
from articles.forms import CorrectForm, ScheduleForm, ShareForm, WithdrawForm
from articles.history import fates
from articles.models import PreviewLink, Version
from articles.previews import preview_context
from mlmap_site.authoring import UNPROCESSABLE
from mlmap_site.paging import key_or_404


def urls(model_admin):
    """Return the addresses under a version's page in the admin."""
    pages = {
        "preview": preview,
        "compare": compare,
        "share": share,
        "revoke": revoke,
        "map": map_preview,
        "publish": publish,
        "unschedule": unschedule,
        "correct": correct,
        "withdraw": withdraw,
    }
    return [
        path(
            f"<int:pk>/{name}/",
            model_admin.admin_site.admin_view(_for_its_author(model_admin, page)),
            name=f"articles_version_{name}",
        )
        for name, page in pages.items()
    ]


def require(allowed):
    if not allowed:
        raise PermissionDenied


def _for_its_author(model_admin, page):
    """Call the page with the version, for whoever may edit its article."""

    @wraps(page)
    def guarded(request, pk):
        versions = Version.objects.select_related("article__author", "predecessor")
        version = get_object_or_404(versions, pk=pk)
        require(version.article.can_be_edited_by(request.user))
        return page(request, model_admin, version)

    return guarded


@require_safe
def preview(request, model_admin, version):
    """The page as readers will see it."""
    return TemplateResponse(request, "articles/version.html", preview_context(version))


@require_safe
def compare(request, model_admin, version):
    """What changes for readers, against the version that this one was started from."""
    if version.predecessor is None:
        raise Http404
    context = {
        "article": version.article,
        "before": version.predecessor,
        "after": version,
        "comparison": compare_versions(version.predecessor, version),
        "is_preview": True,
    }
    return TemplateResponse(request, "articles/compare.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def share(request, model_admin, version):
    """Make a link to the preview for somebody without an account; it is shown this once."""
    form = ShareForm(request.POST or None)
    context = {"form": form, "links": version.preview_links.select_related("created_by")}
    if version.state in ("draft", "scheduled") and form.is_valid():
        address = PreviewLink.share(version, request.user, form.cleaned_data["days"])
        context["address"] = request.build_absolute_uri(address)
        return _page(request, model_admin, version, "share", context, status=200)
    return _page(request, model_admin, version, "share", context)


@require_POST
def revoke(request, model_admin, version):
    """Close a shared link before its time."""
    links = version.preview_links.open()
    link = get_object_or_404(links, pk=key_or_404(request.POST.get("link")))
    link.revoked_at = timezone.now()
    link.save(update_fields=["revoked_at"])
    messages.success(request, _("The link is closed."))
    return redirect("admin:articles_version_share", version.pk)


@require_POST
def map_preview(request, model_admin, version):
    """The map of the rows in the form, saved or not; rows that make no sense are left out."""
    inline = next(i for i in model_admin.get_inline_instances(request, version) if i.draws_map)
    formset = inline.get_formset(request, version)(
        request.POST, instance=version, prefix="placements"
    )
    rows = [form for form in formset.forms if form.is_valid() and form.cleaned_data.get("role")]
    context = {
        "placements": [form.instance for form in rows if not form.cleaned_data.get("DELETE")],
        "version": version,
        "line_start": request.POST.get("line_start", ""),
        "line_end": request.POST.get("line_end", ""),
    }
    return TemplateResponse(request, "admin/articles/version/_map.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request, model_admin, version):
    """Say what will happen, and ask: publish now, or schedule."""
    is_scheduling = "schedule" in request.POST
    form = ScheduleForm(request.POST if is_scheduling else None)
    refusal = None
    if request.method == "POST" and (not is_scheduling or form.is_valid()):
        try:
            if is_scheduling:
                publishing.schedule(version, request.user, form.cleaned_data["at"])
                messages.success(request, _("%s is scheduled.") % version.label)
            else:
                publishing.publish(version, request.user)
                messages.success(request, _("%s is published.") % version.label)
            return _back(version)
        except publishing.Refused as error:
            refusal = error
    context = {
        "form": form,
        "refusal": refusal,
        "problems": publishing.problems(version) if version.state == "draft" else [],
        "fates": fates(version.predecessor, version) if version.predecessor else [],
        "zone": timezone.get_current_timezone_name(),
    }
    return _page(request, model_admin, version, "publish", context)


@require_POST
def unschedule(request, model_admin, version):
    try:
        publishing.unschedule(version, request.user)
        messages.success(request, _("%s is a draft again.") % version.label)
    except publishing.Refused as refusal:
        messages.error(request, refusal)
    return _back(version)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request, model_admin, version):
    """Amend the words of what is published; the wording before stays reachable."""
    text = version.text()
    initial = {"body": text.body, "cover_alt": text.cover_alt}
    form = CorrectForm(request.POST or None, initial=initial)
    return _act(request, model_admin, version, "correct", form, publishing.correct)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, model_admin, version):
    form = WithdrawForm(request.POST or None)
    return _act(request, model_admin, version, "withdraw", form, publishing.withdraw)


def _act(request, model_admin, version, name, form, verb):
    """Do a verb with what its form asks for, or show the form."""
    refusal = None
    if form.is_valid():
        try:
            verb(version, request.user, **form.cleaned_data)
            messages.success(request, _("Done."))
            return _back(version)
        except publishing.Refused as error:
            refusal = error
    return _page(request, model_admin, version, name, {"form": form, "refusal": refusal})


def _back(version):
    return redirect("admin:articles_version_change", version.pk)


def _page(request, model_admin, version, name, context, status=None):
    context |= {
        **model_admin.admin_site.each_context(request),
        "opts": Version._meta,
        "version": version,
        "state_name": publishing.state_in_words(version),
        "title": str(version),
        "media": model_admin.media + context["form"].media,
    }
    if status is None:
        status = UNPROCESSABLE if request.method == "POST" else 200
    return TemplateResponse(request, f"admin/articles/version/{name}.html", context, status=status)
