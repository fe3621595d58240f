"""Tell how far long work is, and stop it where somebody asks for that.

Whoever works calls `progress_tell` now and then, without knowing whether anybody listens; who wants to know listens
with `progress_heard`. The exception that a listener raises stops the work.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# Called with the stage in words and the share of it that is done, 0 to 1.
Listener = Callable[[str, float], None]

_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def progress_heard(listener: Listener) -> Iterator[None]:
    """Have a listener told of all progress in this block."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def progress_tell(stage: str, done: int = 0, total: int = 1) -> None:
    """Tell what is being done, and how much of it is.

    Parameters
    ----------
    stage
        In words, in the language of whoever asked for the work.
    done, total
        Rows, or any other parts.
    """
    listener = _listener.get()
    if listener is not None:
        listener(stage, done / total if total else 1.0)
