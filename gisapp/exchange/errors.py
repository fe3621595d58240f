"""Errors of the exchange; the refusal of one row is not an error but a line of the report."""

from typing import Any


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


class FeatureError(ExchangeError):
    """A feature cannot be changed by hand.

    Attributes
    ----------
    details
        What there is to say of it beside the message, as JSON takes it.
    """

    def __init__(self, message: str, **details: Any) -> None:
        super().__init__(message)
        self.details = details


class FeatureMissingError(FeatureError):
    """There is no such feature, or no such kind."""


class FeatureChangedError(FeatureError):
    """Somebody has changed the feature since it was read."""


class FeatureRefusedError(FeatureError):
    """The checks of an import refuse the feature as it would be."""


class ImportStoppedError(ExchangeError):
    """Somebody asked that an import be stopped."""
