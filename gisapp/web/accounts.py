"""The page on which staff sign in."""

from typing import Any

from django.contrib.auth.views import LoginView
from django.http import HttpResponse

from gisapp.csp import apply_policy, make_nonce
from gisapp.symbology.css import custom_properties


class SignIn(LoginView):
    """Django's own view of signing in, in the design of the other pages."""

    template_name = "web/sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what the template needs."""
        shared = {"nonce": make_nonce(), "tokens_css": custom_properties()}
        return {**super().get_context_data(**kwargs), **shared}

    def render_to_response(self, context: dict[str, Any], **response_kwargs: Any) -> HttpResponse:
        """Return the page with the content security policy."""
        return apply_policy(super().render_to_response(context, **response_kwargs), nonce=context["nonce"])
