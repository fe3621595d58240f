"""Take files of a form to the disk, up to a limit; the rest of the API keeps its small one."""

from typing import Any

from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

from gisapp import conf

# Boundaries and headers of the parts of a body.
_PARTS_BYTES = 65_536


class LimitedUpload(TemporaryFileUploadHandler):
    """Stops as soon as files are longer than is taken, whatever the request said of its length.

    Attributes
    ----------
    is_too_large
        Whether that was so; the form is without files then.
    """

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.is_too_large = False
        self._received_bytes = 0

    def handle_raw_input(self, *given: Any) -> tuple[QueryDict, MultiValueDict[str, Any]] | None:
        """Do not even read what says itself that it is too long."""
        _input, _meta, content_length, *_rest = given
        if content_length <= conf.MAX_IMPORT_BYTES + _PARTS_BYTES:
            return None
        self.is_too_large = True
        return QueryDict(), MultiValueDict()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a part to the disk, unless it is one too many."""
        self._received_bytes += len(raw_data)
        if self._received_bytes > conf.MAX_IMPORT_BYTES:
            self.is_too_large = True
            raise StopUpload(connection_reset=True)
        super().receive_data_chunk(raw_data, start)
