"""Write a file to fill in."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gisapp.exchange.importers.registry import KINDS
from gisapp.exchange.imports.samples import sample_csv


class Command(BaseCommand):
    help = "Write a CSV with the columns of a kind of import and a line of example, to be filled in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=list(KINDS), metavar="KIND", help=", ".join(KINDS))
        parser.add_argument("--out", type=Path, help="where to write it (default: to the terminal)")

    def handle(self, *_args: Any, **options: Any) -> None:
        text = sample_csv(KINDS[options["kind"]])
        if options["out"] is None:
            self.stdout.write(text.removeprefix("\ufeff"), ending="")
            return
        try:
            options["out"].write_text(text, encoding="utf-8", newline="")
        except OSError as error:
            raise CommandError(f"{options['out']} cannot be written: {error}") from error
