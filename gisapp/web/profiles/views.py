"""The pages of districts and commodities, and the figures of their maps; thin: parse, read, render."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from gisapp.csp import apply_policy, make_nonce
from gisapp.planning.potentials.chains import chains_known
from gisapp.symbology.css import custom_properties
from gisapp.web.errors import UnknownStatisticError
from gisapp.web.profiles.commodity import commodities_context, commodity_context
from gisapp.web.profiles.district import district_context
from gisapp.web.profiles.map_config import map_config
from gisapp.web.profiles.statistics import default_statistic, statistic_document, statistic_groups
from gisapp.web.views import refusal
from layers.models import Commodity
from layers.selectors.districts import district_list


@require_safe
@gzip_page
@ensure_csrf_cookie
def districts(request: HttpRequest) -> HttpResponse:
    """Show the districts on a map and in a table, by any statistic."""
    names = list(district_list().values_list("code", "name"))
    config = map_config(names=dict(names), statistic=default_statistic())
    context = {"groups": statistic_groups(), "districts": names, "config": config}
    return _page(request, "web/profiles/districts.html", context)


@require_safe
@gzip_page
@ensure_csrf_cookie
def district(request: HttpRequest, code: str) -> HttpResponse:
    """Show one district."""
    found = district_list().defer("boundary", "seat").filter(code=code).first()
    if found is None:
        return _missing(request, _("There is no district with the code %(code)s.") % {"code": code}, back="districts")
    return _page(request, "web/profiles/district.html", district_context(found, request.GET))


@require_safe
@gzip_page
@ensure_csrf_cookie
def commodities(request: HttpRequest) -> HttpResponse:
    """List the value chains."""
    return _page(request, "web/profiles/commodities.html", commodities_context())


@require_safe
@gzip_page
@ensure_csrf_cookie
def commodity(request: HttpRequest, code: str) -> HttpResponse:
    """Show one value chain; the code of a good leads to the chain it belongs to."""
    chains = chains_known()
    if code not in chains:
        good = Commodity.objects.filter(code=code, group__in=chains).first()
        if good is not None:
            return HttpResponseRedirect(reverse("web:commodity", kwargs={"code": good.group}))
        text = _("There is no commodity with the code %(code)s.") % {"code": code}
        return _missing(request, text, back="commodities")
    context = commodity_context(code)
    names = dict(district_list().values_list("code", "name"))
    statistic = next((name for name, _title in context["statistics"]), None)
    context["groups"] = [(context["title"], context["statistics"])]
    context["config"] = map_config(names=names, statistic=statistic, chain=code, plants=context["facilities"])
    return _page(request, "web/profiles/commodity.html", context)


@require_safe
@gzip_page
def statistic(request: HttpRequest, name: str) -> HttpResponse:
    """Return the figures of one statistic, all districts and years."""
    chain = request.GET.get("chain", "")
    try:
        document = statistic_document(name, chain=chain if chain in chains_known() else "")
    except UnknownStatisticError as error:
        return refusal(error)
    return JsonResponse(document, headers={"Cache-Control": "no-cache"})


def _page(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    nonce = make_nonce()
    shared = {"nonce": nonce, "tokens_css": custom_properties()}
    return apply_policy(render(request, template, {**shared, **context}, status=status), nonce=nonce)


def _missing(request: HttpRequest, text: str, *, back: str) -> HttpResponse:
    """Say that there is nothing at an address, and where to go instead."""
    context = {"text": text, "back": reverse(f"web:{back}")}
    return _page(request, "web/profiles/missing.html", context, status=HTTPStatus.NOT_FOUND)
