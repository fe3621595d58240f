"""Answers made once: kept in memory and on disk, and made by one process while the others wait for it.

A key holds everything the answer rests on, versions of the data and the edition of the software included, so nothing
kept is ever out of date; what is no longer asked for goes when room is needed.
"""

import fcntl
import hashlib
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings

from gisapp import conf
from gisapp.ogc.edition import edition
from gisapp.ogc.errors import BusyError

MIB: Final = 1024 * 1024
# Locks on disk are few: two keys that share one wait for each other now and then, which harms nobody.
_LOCKS: Final = 256
_POLL_S: Final = 0.005


def key_of(*parts: object) -> str:
    """Return a short name for what an answer rests on; parts must have a `repr` that tells them apart."""
    return hashlib.blake2b(repr((edition(), parts)).encode(), digest_size=16).hexdigest()


class Memory:
    """The answers asked for last, in this process, up to a number of bytes."""

    def __init__(self, *, limit_bytes: int) -> None:
        self._limit_bytes = limit_bytes
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, key: str) -> bytes | None:
        """Return an answer, None where it is not kept."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: str, answer: bytes) -> None:
        """Keep an answer; those not asked for the longest give way."""
        if len(answer) > self._limit_bytes // 8:
            return
        with self._lock:
            self._bytes += len(answer) - len(self._kept.pop(key, b""))
            self._kept[key] = answer
            while self._bytes > self._limit_bytes:
                self._bytes -= len(self._kept.popitem(last=False)[1])


class Disk:
    """Answers shared by all processes of the service, up to a number of bytes."""

    def __init__(self, folder: Path, *, limit_bytes: int) -> None:
        self._folder = folder
        self._limit_bytes = limit_bytes
        self._written_bytes = limit_bytes  # look at what is there before anything is added

    def get(self, key: str) -> bytes | None:
        """Return an answer, None where it is not kept."""
        try:
            return self._path(key).read_bytes()
        except FileNotFoundError:
            return None

    def put(self, key: str, answer: bytes) -> None:
        """Keep an answer; a reader sees all of it or nothing."""
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
        half.write_bytes(answer)
        half.replace(path)
        self._written_bytes += len(answer)
        if self._written_bytes >= self._limit_bytes // 4:
            self._written_bytes = 0
            self._prune()

    @contextmanager
    def lock(self, key: str, *, wait_s: float) -> Iterator[None]:
        """Let one thread of one process at a time make an answer.

        Raises
        ------
        BusyError
            If others take longer than `wait_s`.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        end = time.monotonic() + wait_s
        with (self._folder / f"lock-{int(key[:8], 16) % _LOCKS}").open("w") as file:
            while not _try_lock(file.fileno()):
                if time.monotonic() > end:
                    raise BusyError(f"the answer is still being made after {wait_s:g} s; ask again")
                time.sleep(_POLL_S)
            yield

    def _prune(self) -> None:
        """Remove the oldest answers until three quarters of the room are taken."""
        kept = sorted(((path.stat(), path) for path in self._folder.glob("??/*")), key=lambda one: one[0].st_mtime)
        excess = sum(stat.st_size for stat, _path in kept) - self._limit_bytes * 3 // 4
        for stat, path in kept:
            if excess <= 0:
                return
            path.unlink(missing_ok=True)
            excess -= stat.st_size

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / key


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


_memory = Memory(limit_bytes=conf.ANSWERS_IN_MEMORY_MB * MIB)
_disks: dict[Path, Disk] = {}
_makers = threading.BoundedSemaphore(conf.HEAVY_ANSWERS_AT_ONCE)


def answer_for(key: str, make: Callable[[], bytes]) -> bytes:
    """Return the answer of a key, made now if nobody has made it yet.

    Parameters
    ----------
    key
        See `key_of`.
    make
        Makes the answer. Of all threads and processes that ask for it at the same time, one calls it. It must not
        ask for another answer: locks are shared, and two makers could wait for each other.

    Raises
    ------
    BusyError
        If the answer is not to be had within the time limit.
    """
    found = _memory.get(key)
    if found is not None:
        return found
    disk = _disk()
    found = disk.get(key)
    if found is None:
        with disk.lock(key, wait_s=conf.ANSWER_WAIT_S):
            found = disk.get(key)
            if found is None:
                found = make()
                disk.put(key, found)
    _memory.put(key, found)
    return found


@contextmanager
def turn() -> Iterator[None]:
    """Let only so many heavy answers (a map, a tile) be made in this process at a time.

    Raises
    ------
    BusyError
        If no turn comes within the time limit.
    """
    if not _makers.acquire(timeout=conf.ANSWER_WAIT_S):
        raise BusyError(f"the service is busy; no turn came within {conf.ANSWER_WAIT_S:g} s")
    try:
        yield
    finally:
        _makers.release()


def _disk() -> Disk:
    folder = settings.STATE_DIR / "answers"
    if folder not in _disks:
        _disks[folder] = Disk(folder, limit_bytes=conf.ANSWERS_ON_DISK_MB * MIB)
    return _disks[folder]
