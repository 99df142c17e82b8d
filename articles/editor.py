"""The two addresses that the Markdown editor calls. The package's own are open to strangers."""

from functools import wraps

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from PIL import Image

from mlmap_site import picture_sizes
from mlmap_site.authoring import may_enter
from mlmap_site.markup import ARTICLE_LIMIT, render_author_text
from mlmap_site.pictures import remake_picture


def for_authors(view):
    """Refuse everybody else: 403, since a script asks and cannot follow to a sign-in page."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not (may_enter(request.user) and request.user.has_perm("articles.change_version")):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@require_POST
@for_authors
def markdownify(request):
    """Return the HTML of a text as it would be published."""
    content = request.POST.get("content", "")
    if len(content) > ARTICLE_LIMIT:
        return HttpResponse(_("This text is longer than 200 kB."), status=413)
    return HttpResponse(render_author_text(content))


@require_POST
@for_authors
def upload(request):
    """Store a picture dropped into the text and return the Markdown that shows it."""
    picture = request.FILES.get("image")
    if picture is None:
        return JsonResponse({"error": _("There is no picture in this upload.")}, status=400)
    try:
        path = store_picture(remake_picture(picture), "pictures")
    except ValidationError as error:
        return JsonResponse({"error": " ".join(error.messages)}, status=400)
    return JsonResponse({"image_code": f"![]({default_storage.url(path)})"})


def store_picture(picture, folder):
    """Store a remade picture in all its sizes, once, whoever sends it again; return its path."""
    path = f"{folder}/{picture.name}"
    with Image.open(picture) as opened:
        sizes = picture_sizes.whole(path, *opened.size)
    picture_sizes.make(sizes, picture)
    picture_sizes.store(path, picture)
    return path
