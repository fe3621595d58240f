"""The address of WFS: check, hand over to the library, and answer errors in the protocol's own form."""

from collections.abc import Sequence
from functools import cached_property
from types import SimpleNamespace
from typing import Any, Final, cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from django.views import View
from gisserver.features import FeatureType, ServiceDescription
from gisserver.operations import base, wfs20
from gisserver.views import WFSView

from gisapp import conf
from gisapp.ogc.access import public
from gisapp.ogc.conditional import conditional
from gisapp.ogc.provider import ABSTRACT, KEYWORDS, TITLE, provider
from gisapp.ogc.versions import Versions, table_versions
from gisapp.ogc.wfs.errors import REFUSED, encode_error, report
from gisapp.ogc.wfs.feature_types import NAMESPACE, PREFIX, feature_types
from gisapp.ogc.wfs.operations import GetFeature, GetPropertyValue
from gisapp.ogc.wfs.params import parameters_checked
from gisapp.ogc.wfs.transactions import answer_within_transaction

_XML_TYPE: Final = "text/xml; charset=utf-8"


class _Wfs(WFSView):
    """WFS 2.0 of all published layers."""

    xml_namespace = NAMESPACE
    xml_namespace_aliases = {PREFIX: NAMESPACE}
    use_html_templates = False
    max_page_size = conf.WFS_PAGE_FEATURES
    accept_operations = {
        "WFS": {**WFSView.accept_operations["WFS"], "GetFeature": GetFeature, "GetPropertyValue": GetPropertyValue}
    }
    # The library asks for a request's handle also where it could not read the request.
    ows_request = SimpleNamespace(handle="")

    @cached_property
    def versions(self) -> Versions:
        """The state of the data that this request sees."""
        return table_versions()

    def get_feature_types(self) -> Sequence[FeatureType]:
        """Return the published layers."""
        return feature_types(self.versions)

    def get_service_description(self, _service: str | None = None) -> ServiceDescription:
        """Describe the service in the language of the request."""
        return ServiceDescription(
            title=TITLE, abstract=ABSTRACT, keywords=list(KEYWORDS), provider_name=provider().name or "Hilir"
        )

    def dispatch(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request; features are read while they are sent."""
        try:
            request.GET = cast("Any", parameters_checked(request))
            # Not the library's own dispatch: an error must leave the transaction before it is told.
            return answer_within_transaction(
                lambda: View.dispatch(self, request), timeout_s=conf.WFS_TIMEOUT_S, idle_s=conf.WFS_IDLE_S
            )
        except REFUSED as error:
            return report(error)

    def call_operation(self, operation: type[base.WFSOperation]) -> HttpResponseBase:
        """Answer an operation; capabilities are made once for each state of the data."""
        if operation is not wfs20.GetCapabilities or self.request.method == "POST":
            response: HttpResponseBase = super().call_operation(operation)
            return response
        return conditional(
            self.request,
            rests_on=("wfs", self.request.build_absolute_uri(), get_language(), sorted(self.versions.items())),
            content_type=_XML_TYPE,
            make=lambda: super(_Wfs, self).call_operation(operation).content,
        )


wfs = public(encode_error, methods=("GET", "POST"))(_Wfs.as_view())
