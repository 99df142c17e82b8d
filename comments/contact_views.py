from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from comments.answers import status_of, take
from comments.contact_forms import ContactForm
from mlmap_site.privacy import shared


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request):
    """A message to the author. The form is a person's own, so its page is nobody else's."""
    if request.method != "POST":
        return contact_page(request, ContactForm(initial=known(request.user), author=request.user))
    form = ContactForm(request.POST, author=request.user)
    if take(request, form, "contact"):
        return redirect("contact_sent")
    form.make_sendable()
    return contact_page(request, form, status=status_of(form))


def contact_page(request, form, status=200):
    return render(request, "comments/contact.html", {"form": form}, status=status)


def known(user):
    """Return what the form need not ask of whoever is signed in."""
    if not user.is_authenticated:
        return {}
    return {"name": user.display_name, "email": user.email}


@require_safe
@shared
def contact_sent(request):
    """Say that the message is there. It says nothing of it, and needs no cookie to say so."""
    return render(request, "comments/contact_sent.html")
