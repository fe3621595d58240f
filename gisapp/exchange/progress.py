"""The progress of long work, by its name in this room; see `layers.progress`."""

from layers.progress import Listener, progress_heard, progress_tell

__all__ = ["Listener", "progress_heard", "progress_tell"]
