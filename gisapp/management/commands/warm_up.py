"""Compile searches and encoders ahead of the first question."""

import time
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand

from gisapp.geo.geojson import geojson_texts
from gisapp.ogc.render.palette import in_palette
from gisapp.siting.warm_up import warm_up


class Command(BaseCommand):
    help = "Compile searches and encoders, so that the first question need not wait for it; quick where that is done."

    def handle(self, *_: Any, **__: Any) -> None:
        geojson_texts([], digits=0)
        in_palette(np.zeros((1, 1, 4), dtype=np.uint8))
        self.stdout.write(f"compiled searches are ready after {warm_up(time.perf_counter):.1f} s")
