"""Errors of the exchange; the refusal of one row is not an error but a line of the report."""


class ExchangeError(Exception):
    """Base of every error that an import raises on purpose; nothing is written when it leaves."""


class UnreadableFileError(ExchangeError):
    """The file is missing, too large, or not of a format that can be read."""


class MappingError(ExchangeError):
    """An option names a column or a field that is not there."""


class RowError(ExchangeError):
    """A row of a file that must be right as a whole is not."""


class UnknownKindError(ExchangeError):
    """There is no such kind of import."""


class ImportStateError(ExchangeError):
    """An import is asked for a step that its state does not allow."""


class FileTooLargeError(ExchangeError):
    """The file is larger than is taken."""


class TooManyImportsError(ExchangeError):
    """Somebody has as many imports open, or as many bytes in them, as one may have."""


class ImportStoppedError(ExchangeError):
    """Somebody asked that an import be stopped."""
