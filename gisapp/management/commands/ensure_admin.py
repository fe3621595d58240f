"""Make the first administrator."""

from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    help = "Create the administrator 'admin' with the password in a file, unless there is an administrator already."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--password-file", type=Path, required=True)

    def handle(self, *_: Any, password_file: Path, **__: Any) -> None:
        users = get_user_model()._default_manager
        if users.filter(is_superuser=True).exists():
            self.stdout.write("there is one already")
            return
        users.create_superuser(username="admin", password=password_file.read_text().strip())
        self.stdout.write("created")
