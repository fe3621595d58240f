"""Compile the searches ahead of the first question."""

import time
from typing import Any

from django.core.management.base import BaseCommand

from gisapp.siting.warm_up import warm_up


class Command(BaseCommand):
    help = "Compile the searches, so that the first question need not wait for it; quick where that is done."

    def handle(self, *_: Any, **__: Any) -> None:
        self.stdout.write(f"compiled searches are ready after {warm_up(time.perf_counter):.1f} s")
