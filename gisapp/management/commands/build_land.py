"""Draw the land around the study area anew, from the npm package world-atlas."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from gisapp.symbology.land import land_geojson


class Command(BaseCommand):
    help = (
        "Write gisapp/web/static/web/land.json. Only this needs the package world-atlas:"
        " fetch it with `npm pack world-atlas` and unpack it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("topology", type=Path, help="land-10m.json of world-atlas")

    def handle(self, *_: Any, topology: Path, **__: Any) -> None:
        target = settings.BASE_DIR / "gisapp" / "web" / "static" / "web" / "land.json"
        target.write_text(json.dumps(land_geojson(topology), separators=(",", ":")) + "\n", encoding="utf-8")
        self.stdout.write(f"{target.relative_to(settings.BASE_DIR)} written, {target.stat().st_size} bytes")
