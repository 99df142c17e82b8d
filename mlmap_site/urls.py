from allauth.account.decorators import secure_admin_login
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path
from django.utils.translation import gettext_lazy as _

import articles.urls
import comments.urls
from mlmap_site import views
from mlmap_site.authoring import may_enter, second_factor_first
from mlmap_site.health import healthz
from mlmap_site.search import search

# One way in for everybody: the admin's own sign-in would know neither codes nor limits.
admin.site.login = secure_admin_login(second_factor_first(admin.site.login))
admin.site.has_permission = lambda request: may_enter(request.user)
admin.site.site_header = admin.site.site_title = "ML Map"
admin.site.index_title = _("The author's desk")

# What is the same in every language has one address.
for_machines = [
    path("", include(articles.urls.for_machines)),
    path("", include(comments.urls.for_machines)),
    re_path(rf"^media/(?P<path>{views.PICTURE})$", views.media, name="media"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security, name="security"),
    path("healthz", healthz, name="healthz"),
]

# The desk is written in English, whatever its author reads.
desk = [path("admin/", admin.site.urls)]

pages = [
    path("", views.home, name="home"),
    path("", include("comments.urls")),
    path("", include("articles.urls")),
    path("privacy/", views.privacy, name="privacy"),
    path("search/", search, name="search"),
    path("roles/", include("roles.urls")),
    path("accounts/", include("accounts.urls")),
]

urlpatterns = [*for_machines, *desk, *i18n_patterns(*pages, prefix_default_language=False)]

handler400 = "mlmap_site.refusals.bad_request"
handler403 = "mlmap_site.refusals.permission_denied"
handler404 = "mlmap_site.refusals.page_not_found"
# What the sign-in library answers with.
handler429 = "mlmap_site.faults.too_often"
handler500 = "mlmap_site.faults.server_error"
