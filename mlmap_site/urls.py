from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path, re_path

from mlmap_site import views

# One way in for everybody: the admin's own sign-in would know neither codes nor limits.
admin.site.login = secure_admin_login(admin.site.login)
admin.site.site_header = admin.site.site_title = "ML Map"
admin.site.index_title = "The author's desk"

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("comments.urls")),
    path("", include("articles.urls")),
    path("roles/", include("roles.urls")),
    path("accounts/", include("accounts.urls")),
    path("admin/", admin.site.urls),
    re_path(rf"^media/(?P<path>{views.PICTURE})$", views.media, name="media"),
    path("healthz", views.healthz, name="healthz"),
]
