from allauth.mfa.totp.views import activate_totp
from csp.decorators import csp_update
from django.conf import settings
from django.urls import include, path

from accounts import views

urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("profile/picture/remove/", views.remove_avatar, name="remove_avatar"),
    # The code for an authenticator app is drawn into the page.
    path(
        "2fa/totp/activate/",
        csp_update({"img-src": ["data:"]})(activate_totp),
        name="mfa_activate_totp",
    ),
    path("", include("allauth.urls")),
]

if settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED:
    # Addresses are confirmed by a code then; the library still has the address of a link, and
    # answers it with an error of its own.
    urlpatterns.insert(
        0, path("confirm-email/<str:key>/", views.no_page, name="account_confirm_email")
    )
