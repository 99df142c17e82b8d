"""The pages around a version in the admin: preview, publish, schedule, correct, withdraw."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles import publishing
from articles.comparing import compare_versions, compare_wordings
from articles.forms import CorrectForm, ScheduleForm, ShareForm, WithdrawForm
from articles.history import fates
from articles.models import PreviewLink, Version
from articles.previews import preview_context
from articles.problems import problems
from mlmap_site.authoring import UNPROCESSABLE
from mlmap_site.links import absolute
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
        context["address"] = absolute(address)
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
                done = publishing.schedule(version, request.user, form.cleaned_data["at"])
                messages.success(request, _scheduled_for(done))
            else:
                publishing.publish(version, request.user)
                messages.success(request, _("%s is published.") % version)
            return _back(version)
        except publishing.Refused as error:
            refusal = error
            # Somebody else may have been quicker.
            version.refresh_from_db(fields=["published_at", "withdrawn_at"])
    context = {"form": form, "refusal": refusal} | _what_will_happen(version)
    return _page(request, model_admin, version, "publish", context)


def _what_will_happen(version):
    return {
        "problems": problems(version) if version.state == "draft" else [],
        "fates": fates(version.predecessor, version) if version.predecessor else [],
        "zone": timezone.get_current_timezone_name(),
    }


def _scheduled_for(version):
    date = date_format(timezone.localtime(version.published_at), "DATETIME_FORMAT")
    return _("%(version)s is scheduled for %(date)s.") % {"version": version, "date": date}


@require_POST
def unschedule(request, model_admin, version):
    try:
        publishing.unschedule(version, request.user)
        messages.success(request, _("%s is a draft again.") % version)
    except publishing.Refused as refusal:
        messages.error(request, _("Nothing was done: %s") % refusal)
    return _back(version)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request, model_admin, version):
    """Amend the words of what is published: write, look at the change, publish it."""
    form = CorrectForm(version.text(), request.POST or None)
    if "again" in request.POST:
        return _page(request, model_admin, version, "correct", {"form": form}, status=200)
    refusal = None
    if form.is_valid():
        try:
            if "publish" not in request.POST:
                return _look(request, model_admin, version, form)
            done = publishing.correct(version, request.user, **form.cleaned_data)
            said = _("%(version)s is corrected. Readers see r%(revision)s.")
            words = {"version": version, "revision": done.revision}
            messages.success(request, said % words)
            return _back(version)
        except publishing.Refused as error:
            refusal = error
            form.carry_on_from(version.text())
    return _page(request, model_admin, version, "correct", {"form": form, "refusal": refusal})


def _look(request, model_admin, version, form):
    """Show word by word what a correction would change, and ask."""
    text, correction = publishing.propose_correction(version, **form.cleaned_data)
    form.carry_on_from(text)
    context = {
        "form": form,
        "correction": correction,
        "comparison": compare_wordings(text, correction),
    }
    return _page(request, model_admin, version, "correct_look", context, status=200)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, model_admin, version):
    """Take a version off for good; its address keeps saying why."""
    form = WithdrawForm(request.POST or None)
    refusal = None
    if form.is_valid():
        try:
            publishing.withdraw(version, request.user, form.cleaned_data["reason"])
            messages.success(request, _("%s is withdrawn. Its address says why.") % version)
            return _back(version)
        except publishing.Refused as error:
            refusal = error
    return _page(request, model_admin, version, "withdraw", {"form": form, "refusal": refusal})


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
