"""Rebuild the display shapes of layers, or tell which rows lack them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from layers.selectors.shapes import shapes_missing_count
from layers.services.shapes import shapes_rebuild
from layers.shape_tables import SHAPE_TABLES


class Command(BaseCommand):
    help = (
        "Rebuild the display shapes of the layers named, or of all; needed after rows were written by other programs."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("layer", nargs="*", metavar="LAYER", help=", ".join(SHAPE_TABLES))
        parser.add_argument("--missing", action="store_true", help="pass over rows that have their shapes")
        parser.add_argument("--check", action="store_true", help="write nothing; fail if a row lacks its shapes")

    def handle(self, *_args: Any, **options: Any) -> None:
        layers: list[str] = options["layer"] or list(SHAPE_TABLES)
        unknown = sorted(set(layers) - set(SHAPE_TABLES))
        if unknown:
            raise CommandError(f"There is no layer {unknown[0]!r}. Known: {', '.join(SHAPE_TABLES)}.")
        if options["check"]:
            self._check(layers)
            return
        for layer in layers:
            written = shapes_rebuild(SHAPE_TABLES[layer].model, keep_current=options["missing"])
            self.stdout.write(f"{layer}: {written} shapes written")

    def _check(self, layers: list[str]) -> None:
        missing = {layer: shapes_missing_count(SHAPE_TABLES[layer].model) for layer in layers}
        for layer, count in missing.items():
            self.stdout.write(f"{layer}: {count} rows without shapes")
        if any(missing.values()):
            raise CommandError("Rows lack their display shapes: run `manage.py rebuild_shapes --missing`.")
