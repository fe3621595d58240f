"""Undo an import."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from gisapp.exchange.errors import ExchangeError
from gisapp.exchange.imports.services import import_undo
from layers.models import DataImport, ImportState


class Command(BaseCommand):
    help = "Bring all rows back to what they were before an import; refused where rows were changed since."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("id", help="id of the import, as import_layer tells it")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            data_import = import_undo(DataImport.objects.get(pk=options["id"]))
        except (DataImport.DoesNotExist, ValidationError) as error:
            raise CommandError(f"there is no import {options['id']}") from error
        except ExchangeError as error:
            raise CommandError(str(error)) from error
        if data_import.state != ImportState.UNDONE:
            raise CommandError(data_import.message)
        self.stdout.write(f"{data_import} undone")
