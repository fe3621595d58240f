"""Answers are made once, kept within their room, and never half seen."""

import threading
import time

import pytest

from gisapp.ogc import cache
from gisapp.ogc.errors import BusyError


@pytest.fixture(autouse=True)
def _empty(monkeypatch, settings, tmp_path):
    settings.STATE_DIR = tmp_path
    monkeypatch.setattr(cache, "_memory", cache.Memory(limit_bytes=1000))
    monkeypatch.setattr(cache, "_disks", {})


def test_an_answer_is_made_by_one_of_those_who_ask_at_the_same_time():
    made = []

    def make():
        made.append(1)
        time.sleep(0.05)
        return b"answer"

    answers = []
    threads = [threading.Thread(target=lambda: answers.append(cache.answer_for("ab12cd34", make))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [b"answer"] * 8
    assert len(made) == 1


def test_another_process_finds_the_answer_on_disk(monkeypatch):
    cache.answer_for("ab12cd34", lambda: b"answer")
    monkeypatch.setattr(cache, "_memory", cache.Memory(limit_bytes=1000))

    assert cache.answer_for("ab12cd34", lambda: pytest.fail("made again")) == b"answer"


def test_an_error_is_not_kept():
    with pytest.raises(ZeroDivisionError):
        cache.answer_for("ab12cd34", lambda: bytes(1 // 0))

    assert cache.answer_for("ab12cd34", lambda: b"answer") == b"answer"


def test_who_waits_too_long_is_told_to_come_back(tmp_path):
    disk = cache.Disk(tmp_path, limit_bytes=1000)
    with disk.lock("ab12cd34", wait_s=1), pytest.raises(BusyError, match="ask again"), disk.lock("ab12cd34", wait_s=0):
        pass


def test_memory_gives_up_what_was_not_asked_for_the_longest():
    memory = cache.Memory(limit_bytes=800)
    for name in ("a", "b", "c", "d", "e", "f", "g", "h"):
        memory.put(name, b"x" * 100)
    memory.get("a")
    memory.put("i", b"x" * 100)

    assert memory.get("a") is not None
    assert memory.get("b") is None


def test_an_answer_that_would_drive_out_all_others_is_not_kept_in_memory():
    memory = cache.Memory(limit_bytes=800)
    memory.put("a", b"x" * 101)

    assert memory.get("a") is None


def test_the_disk_keeps_to_its_room(tmp_path):
    disk = cache.Disk(tmp_path, limit_bytes=10_000)
    for number in range(200):
        disk.put(cache.key_of(number), b"x" * 500)

    assert sum(path.stat().st_size for path in tmp_path.glob("??/*")) <= 10_000


def test_keys_differ_where_their_parts_do():
    assert cache.key_of("a", 1) == cache.key_of("a", 1)
    assert len({cache.key_of("a", 1), cache.key_of("a", "1"), cache.key_of("a1"), cache.key_of(("a", 1))}) == 4
