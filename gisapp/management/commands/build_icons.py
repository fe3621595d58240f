"""Draw the sprite of icons anew after a change of `gisapp.symbology.icons.ICONS`."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from gisapp.symbology.icons import sprite


class Command(BaseCommand):
    help = "Write gisapp/web/static/web/icons.svg from the npm package lucide-static."

    def handle(self, *_: Any, **__: Any) -> None:
        folder = settings.BASE_DIR / "node_modules" / "lucide-static" / "icons"
        target = settings.BASE_DIR / "gisapp" / "web" / "static" / "web" / "icons.svg"
        target.write_text(sprite(folder), encoding="utf-8")
        self.stdout.write(f"{target.relative_to(settings.BASE_DIR)} written")
