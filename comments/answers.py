"""How the site answers to what a reader writes, for all that they write (writing.py, changing.py).

With htmx an answer is the box that takes the place of the one it was sent from
(templates/comments/_form_*.html); without, it is a page of its own around the same box.
"""

from contextlib import nullcontext
from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect, trigger_client_event

from comments import api
from comments.keeping import forget_words, keep_words, kept_words
from comments.models import Comment
from comments.spam import Sending, is_within_rate
from mlmap_site.faults import PASSING
from mlmap_site.markup import render_reader_text
from mlmap_site.programs import asks_for_json


def signed_in(view):
    """Let in who is signed in. Whoever sends words is given them back, with the way to sign in."""

    @wraps(view)
    def guarded(request, pk):
        if request.user.is_authenticated:
            return view(request, pk)
        if request.method == "POST":
            return ask_to_sign_in(request, request.path, place_of(request, pk))
        return to_sign_in(request)

    return guarded


def take(request, form, action):
    """Store what a form says and return it, None where it cannot be taken: the form says why."""
    if not form.is_valid():
        return None
    try:
        # One commit for the counters and what is stored; but none waits for another site.
        with nullcontext() if settings.AKISMET_KEY else transaction.atomic():
            if is_within_rate(request, action):
                return form.save(Sending.of(request))
    except PASSING:
        # What can still be read says so, and the words go back.
        form.refuse(
            _("Nothing can be stored just now. Please send it once more in a minute."), "database"
        )
        return None
    form.refuse(_("That was a lot in a short time. Please wait, and send it once more."), "rate")
    return None


def given_back(request, form, page):
    """Answer with the form that was refused: its words in it, what is wrong beside them."""
    form.make_sendable(page.get("version"))
    return show(request, page["template"], page, status=status_of(form))


def status_of(form):
    """Return the status that tells a program why a form was refused."""
    if form.is_unstorable:
        return 503
    return 429 if form.is_too_often else 422


def preview(request, form, page):
    """Show how a comment will look. Nothing is stored."""
    form.full_clean()
    text = "" if "body" in form.errors else render_reader_text(form.cleaned_data["body"])
    status = 200 if text else 422
    if text and asks_for_json(request):
        return api.preview_answer(text)
    if request.htmx:
        page = {"preview": text, "errors": form.errors.get("body")}
        return render(request, "comments/_form_preview.html", page, status=status)
    form.make_sendable(page["version"])
    return show(request, page["template"], page | {"preview": text}, status=status)


def stored(request, comment, draft, place):
    """Answer that a comment is stored: it stands where it was written, or on its page.

    `draft` is the name under which the browser kept its words, `place` that under which we did.
    """
    forget_words(request, place)
    is_edit = draft.startswith("edit-")
    if asks_for_json(request):
        status = 200 if is_edit else 201
        return api.comment_answer(request, shown(request, comment), is_own=True, status=status)
    if not request.htmx:
        # The page that comes next lets go of what the browser kept (comment_form.js).
        messages.success(request, posted_words(comment), extra_tags=draft)
        return redirect(comment)
    comment = shown(request, comment)
    page = {"comment": comment, "article": comment.article, "version": comment.version}
    response = render(request, "comments/_form_stored.html", page)
    if is_edit:
        instead_of_comment(response, comment.pk)
    return trigger_client_event(response, "comment-stored", {"draft": draft})


def shown(request, comment):
    """Return a comment as it is now, with what is said of it on a page."""
    return Comment.objects.for_page(request.user).get(pk=comment.pk)


def posted_words(comment):
    if comment.is_approved:
        return _("It is posted.")
    return _("It waits for the author’s approval.")


def instead_of_comment(response, pk):
    """Let an answer take the place of the comment itself, and not of the box it was sent from."""
    response["HX-Retarget"] = f"#comment-{pk}"
    response["HX-Reswap"] = "outerHTML"
    return response


def show(request, template, page, status=200):
    """Render a page, or with htmx the box in it that has the form; a program gets what is wrong."""
    if asks_for_json(request):
        return api.refused(page, status)
    if request.htmx and "form" in page:
        # Several boxes may be open on one page.
        page["form"].auto_id = f"{page['box']}-%s"
    name = f"comments/_form_{template}.html" if request.htmx else f"comments/{template}.html"
    return render(request, name, page, status=status)


def refuse(request, title, why, *, status=403, sign_in=None, place=None):
    """Say why something cannot be done, and give back the words that were sent.

    Those that were kept for a `place` are given back too: no form shows them any more.
    """
    sent = request.POST if request.method == "POST" else kept_words(request, place)
    words = sent.get("body") or sent.get("words", "")
    page = {"number": status, "title": title, "why": why, "body": words, "sign_in": sign_in}
    return show(request, "refused", page, status=status)


def refuse_blocked(request, place=None):
    return refuse(
        request,
        _("You cannot write here any more"),
        _("A moderator has blocked this account from posting. Your own data stay yours."),
        place=place,
    )


def ask_to_sign_in(request, address, place):
    """Give words back to whoever is not signed in, and keep them until they are."""
    is_kept = keep_words(request, place)
    why = _("You are not signed in, or not any more, so this was not sent.")
    if is_kept:
        why += " " + _("Sign in, and you find your words in the form again.")
    sign_in = f"{resolve_url('account_login')}?{urlencode({'next': address})}"
    return refuse(request, _("Sign in to comment"), why, sign_in=sign_in)


def to_sign_in(request):
    """Lead to the sign-in, and back here from it."""
    answer = redirect_to_login(request.get_full_path())
    return HttpResponseClientRedirect(answer.url) if request.htmx else answer


def place_of(request, pk):
    """Return the name under which words are kept that were sent to this address."""
    return f"{request.resolver_match.url_name}-{pk}"
