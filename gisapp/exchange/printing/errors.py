"""What cannot be printed, and why."""

from gisapp.exchange.errors import ExchangeError


class NothingToPrintError(ExchangeError):
    """What is asked for would be an empty sheet."""


class PrintTooLargeError(ExchangeError):
    """What is asked for has no room within the limits."""
