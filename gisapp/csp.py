"""The content security policy of pages: everything comes from this server."""

import secrets
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse

NONCE_BYTES = 16


def make_nonce() -> str:
    """Return a fresh nonce for the inline script that folium writes."""
    return secrets.token_urlsafe(NONCE_BYTES)


def basemap_origin() -> str:
    """Return scheme and host of the optional base map as CSP writes them, or an empty string."""
    if not settings.BASEMAP_URL:
        return ""
    parts = urlsplit(settings.BASEMAP_URL.replace("{s}", "*"))
    return f"{parts.scheme}://{parts.netloc}"


def apply_policy(response: HttpResponse, *, nonce: str) -> HttpResponse:
    """Set the policy on a page and return the page."""
    images = " ".join(filter(None, ("'self'", "data:", basemap_origin())))
    response["Content-Security-Policy"] = "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'nonce-{nonce}'",
            f"style-src 'self' 'nonce-{nonce}'",
            f"img-src {images}",
            "font-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )
    return response
