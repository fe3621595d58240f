"""In which language to answer: pages in Indonesian until the reader chooses, programs as they ask."""

import re
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

# What people read in a browser, whose language says little here: many are set up in English as they came.
PAGES = frozenset({"web", "admin"})
# Here programs and people ask at the same addresses; only the page of addresses is for people alone.
SERVICES, PAGE_AMONG_SERVICES = "ogc", "ogc:services"
_FORM: Final = re.compile(r"(?:^|&)f=([^&]*)")


class LanguageMiddleware(LocaleMiddleware):
    """Follow the choice kept in the cookie on pages, and besides it ``Accept-Language`` everywhere else."""

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Set the language of a page, which is known to be one once its address is resolved."""
        if _is_page(request):
            chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
            translation.activate(chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE)
            request.LANGUAGE_CODE = translation.get_language()


def _is_page(request: HttpRequest) -> bool:
    found = request.resolver_match
    if found is None:
        return False
    if found.app_name == SERVICES:
        return found.view_name == PAGE_AMONG_SERVICES or _asks_for_html(request)
    return found.app_name in PAGES


def _asks_for_html(request: HttpRequest) -> bool:
    """Whether the request wants a page by `f`, or as browsers do by the header; ``*/*`` alone asks for none."""
    # Not by Django's reading of the query, which refuses what the services answer in words of their own.
    forms = _FORM.findall(request.META.get("QUERY_STRING", ""))
    if forms:
        return bool(forms[-1] == "html")
    return "text/html" in request.headers.get("Accept", "")
