from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from mlmap_site.paging import key_or_404, page_after
from mlmap_site.privacy import shared
from roles.models import Role

VERSIONS_A_PAGE = 50


@require_safe
@shared
def role_list(request):
    """Every role and practice that a public version places, by the name it has there."""
    roles = Role.objects.public().with_placement()
    roles.sort(key=lambda role: role.placement.name.lower())
    context = {
        "roles": [role for role in roles if not role.is_practice],
        "practices": [role for role in roles if role.is_practice],
    }
    return render(request, "roles/role_list.html", context)


@require_safe
@shared(query=["after"])
def role_page(request, slug):
    """One role: what it is, where every version put it, what it came from and became."""
    role = get_object_or_404(Role.objects.public(), slug=slug)
    placements = role.placements.public().select_related("version__article", "role")
    order = ("-version__published_at", "-version__major", "-version__minor", "-pk")
    history = page_after(placements, order, key_or_404(request.GET.get("after")), VERSIONS_A_PAGE)
    if not history.rows:
        raise Http404
    newest = placements.get(pk=role.placement_id)
    current = newest.version.article.current()
    context = {
        "role": role,
        "newest": newest,
        "current": current,
        "is_current": newest.version == current,
        "map_version": newest.version,
        "map_placements": newest.version.placements.select_related("role"),
        "history": history,
        "ancestors": [other.placement for other in role.ancestors()],
        "descendants": [other.placement for other in role.descendants()],
    }
    return render(request, "roles/role.html", context)
