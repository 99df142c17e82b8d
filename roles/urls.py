from django.urls import path, re_path

from roles import views
from roles.models import SLUG

urlpatterns = [
    path("", views.role_list, name="role_list"),
    re_path(rf"^(?P<slug>{SLUG})/$", views.role_page, name="role"),
]
