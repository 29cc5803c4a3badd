"""The root of all urls."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from accounts.council_account.views import no_password, sign_on, signed_on
from operations.health.views import live, ready
from ras_project import views


@login_not_required
def not_here(request):
    """A page of allauth that this service has no use for: an address is the administrator's."""
    return views.page_not_found(request, None)


urlpatterns = [
    path("", include("casework.urls")),
    path("", include("scoring.urls")),
    path("", include("allocation.urls")),
    path("", include("panels.urls")),
    path("", include("operations.urls")),
    path("", include("audit.urls")),
    path("", include("accounts.urls")),
    path("accounts/email/", not_here),
    path("accounts/password/set/", no_password, name="account_set_password"),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    # Of allauth's pages for identity providers only the way there and back, by the names that it looks for.
    path("accounts/oidc/<slug:provider_id>/login/", sign_on, name="openid_connect_login"),
    path("accounts/oidc/<slug:provider_id>/login/callback/", signed_on, name="openid_connect_callback"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("health/live", live, name="health_live"),
    path("health/ready", ready, name="health_ready"),
]

handler400 = "ras_project.views.bad_request"
handler403 = "ras_project.views.permission_denied"
handler404 = "ras_project.views.page_not_found"
handler500 = "ras_project.views.server_error"
