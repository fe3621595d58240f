"""Addresses for staff who are signed in: by the session of the pages, with the token that no forged request has."""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import gettext as _

from gisapp.api.errors import ForbiddenError, SignInError, View, endpoint
from gisapp.api.imports.uploads import LimitedUpload


class _TokenCheck(CsrfViewMiddleware):
    """The check of Django's CSRF token; its refusal is a reason, not a page."""

    def _reject(self, request: HttpRequest, reason: str) -> str:  # noqa: ARG002
        return reason


def staff_endpoint(*allowed: str, open_to_all: Collection[str] = ()) -> Callable[[View], View]:
    """Make a view take some methods, from staff alone, and answer its errors as problem details.

    Unlike the rest of the API it goes by the session cookie, so whatever changes something needs the CSRF token in
    the header X-CSRFToken.

    Parameters
    ----------
    open_to_all
        Methods that change nothing and are answered to whoever asks.
    """
    unguarded = {*open_to_all, *(("HEAD",) if "GET" in open_to_all else ())}

    def decorate(view: View) -> View:
        @endpoint(*allowed)
        @wraps(view)
        def answer(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            if request.method in unguarded:
                return view(request, **kwargs)
            _staff_checked(request)
            if request.method == "POST":
                # The check of the token reads the form.
                request.upload_handlers = [LimitedUpload(request)]
            _token_checked(request, view)
            return view(request, **kwargs)

        return answer

    return decorate


def _staff_checked(request: HttpRequest) -> None:
    if not request.user.is_authenticated:
        raise SignInError(_("This is for staff alone: sign in first."))
    if not request.user.is_staff:
        message = _("%(user)s is not staff, and this is for staff alone: ask an administrator.")
        raise ForbiddenError(message % {"user": request.user.get_username()})


def _token_checked(request: HttpRequest, view: View) -> None:
    check = _TokenCheck(lambda _request: HttpResponse())
    check.process_request(request)
    # Marked for the middleware, which would answer with a page; here it is the check itself that is asked.
    reason = check.process_view(request, _unmarked(view), (), {})
    if reason is not None:
        message = _("The request lacks a valid CSRF token (%(reason)s): send it in the header X-CSRFToken.")
        raise ForbiddenError(message % {"reason": reason})


def _unmarked(view: View) -> View:
    def same(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return view(request, **kwargs)

    return same
