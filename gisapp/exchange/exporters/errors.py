"""Errors of exports; each message names the value, the limit and the fix."""

from gisapp.exchange.errors import ExchangeError


class ExportError(ExchangeError):
    """Base of every error that an export raises on purpose; no file is left when it leaves."""


class FormatError(ExportError):
    """A format cannot hold what is asked for."""


class ExportTooLargeError(ExportError):
    """More is asked for than a file of the format, or the service, takes."""


class UnknownExportError(ExportError):
    """There is no such layer, or no such job."""


class ExportStateError(ExportError):
    """A job is asked for something that its state does not allow."""


class TooManyExportsError(ExportError):
    """As many jobs wait already as the service takes."""


class DataChangedError(ExportError):
    """Rows were written while they were read, again and again."""


class ExportStoppedError(ExportError):
    """Somebody asked that a job be stopped."""


class ExportFileError(ExportError):
    """A file cannot be written or read."""
