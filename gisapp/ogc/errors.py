"""What a request can get wrong: one table from error to HTTP status and to the code each protocol has for it.

Operations raise these; every room renders them in the form its protocol prescribes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus


class OgcError(Exception):
    """Base of what is answered with an exception report.

    Attributes
    ----------
    locator
        The parameter at fault, as the protocol spells it; empty where it is none.
    problem_type
        Address of the kind of problem where a standard has one for it (RFC 9457).
    """

    problem_type = "about:blank"

    def __init__(self, message: str, *, locator: str = "") -> None:
        super().__init__(message)
        self.locator = locator


class MissingParameterError(OgcError):
    """A parameter that has to be there is not."""


class InvalidParameterError(OgcError):
    """A parameter has a value that it may not have."""


class LayerNotDefinedError(OgcError):
    """No layer has this name."""


class LayerNotQueryableError(OgcError):
    """Nothing can be asked of this layer."""


class StyleNotDefinedError(OgcError):
    """The layer has no style of this name."""


class InvalidFormatError(OgcError):
    """The answer cannot be had in this format."""


class InvalidCrsError(OgcError):
    """The layer is not served in this coordinate reference system."""


class InvalidPointError(OgcError):
    """The point lies outside the picture."""


class TileOutOfRangeError(OgcError):
    """The tile lies outside the tile matrix."""


class VersionNegotiationError(OgcError):
    """None of the versions that the client speaks is spoken here."""


class InvalidDimensionError(OgcError):
    """The layer holds nothing for this value of a dimension."""


class OperationNotSupportedError(OgcError):
    """The service has no such operation."""


class NotFoundError(OgcError):
    """There is nothing at this address."""


class StateError(OgcError):
    """What is asked for does not go with the state of what it is asked of."""


class NotAllowedError(OgcError):
    """The address does not take this method."""


class NotAcceptableError(OgcError):
    """None of the media types that the client accepts can be had."""


class UnsupportedMediaTypeError(OgcError):
    """The body is of a type that is not read."""


class TooLargeError(OgcError):
    """The request asks for more than the limits allow."""


class BusyError(OgcError):
    """The service has more to do than it can; the client should come back."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How an error is told.

    Attributes
    ----------
    wms_code
        Code of a WMS 1.3.0 (and 1.1.1) service exception, OGC 06-042 table E.1; empty where it has none.
    ows_code
        Exception code of OWS Common (WMTS), OGC 06-121r9 table 27.
    """

    status: HTTPStatus
    wms_code: str = ""
    ows_code: str = "InvalidParameterValue"


ANSWER_OF: Mapping[type[OgcError], Answer] = {
    MissingParameterError: Answer(HTTPStatus.BAD_REQUEST, "MissingParameterValue", "MissingParameterValue"),
    InvalidParameterError: Answer(HTTPStatus.BAD_REQUEST, "InvalidParameterValue"),
    LayerNotDefinedError: Answer(HTTPStatus.BAD_REQUEST, "LayerNotDefined"),
    LayerNotQueryableError: Answer(HTTPStatus.BAD_REQUEST, "LayerNotQueryable", "OperationNotSupported"),
    StyleNotDefinedError: Answer(HTTPStatus.BAD_REQUEST, "StyleNotDefined"),
    InvalidFormatError: Answer(HTTPStatus.BAD_REQUEST, "InvalidFormat"),
    InvalidCrsError: Answer(HTTPStatus.BAD_REQUEST, "InvalidCRS"),
    InvalidPointError: Answer(HTTPStatus.BAD_REQUEST, "InvalidPoint", "PointIJOutOfRange"),
    TileOutOfRangeError: Answer(HTTPStatus.BAD_REQUEST, "", "TileOutOfRange"),
    VersionNegotiationError: Answer(HTTPStatus.BAD_REQUEST, "", "VersionNegotiationFailed"),
    InvalidDimensionError: Answer(HTTPStatus.BAD_REQUEST, "InvalidDimensionValue"),
    OperationNotSupportedError: Answer(HTTPStatus.BAD_REQUEST, "OperationNotSupported", "OperationNotSupported"),
    NotFoundError: Answer(HTTPStatus.NOT_FOUND),
    StateError: Answer(HTTPStatus.CONFLICT),
    NotAllowedError: Answer(HTTPStatus.METHOD_NOT_ALLOWED),
    NotAcceptableError: Answer(HTTPStatus.NOT_ACCEPTABLE),
    UnsupportedMediaTypeError: Answer(HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
    TooLargeError: Answer(HTTPStatus.BAD_REQUEST),
    BusyError: Answer(HTTPStatus.SERVICE_UNAVAILABLE, "", "NoApplicableCode"),
}


def answer_of(error: OgcError) -> Answer:
    """Return how an error is told; a subclass is told as its nearest known base."""
    return next(ANSWER_OF[kind] for kind in type(error).__mro__ if kind in ANSWER_OF)
