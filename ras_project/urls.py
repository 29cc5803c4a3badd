"""The root of all urls."""

from urllib.parse import urlsplit

from allauth.account.views import login
from csp.decorators import csp_update
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from operations.health.views import live, ready
from ras_project import views


def sign_in_view():
    """allauth's sign-in page, whose form may also lead to the council's identity provider."""
    if not settings.OIDC_SERVER:
        return login
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(settings.OIDC_SERVER))
    return csp_update({"form-action": [origin]})(login)


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
    path("accounts/login/", sign_in_view()),
    path("accounts/email/", not_here),
    path("accounts/", include("allauth.urls")),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("health/live", live, name="health_live"),
    path("health/ready", ready, name="health_ready"),
]

handler400 = "ras_project.views.bad_request"
handler403 = "ras_project.views.permission_denied"
handler404 = "ras_project.views.page_not_found"
handler500 = "ras_project.views.server_error"
