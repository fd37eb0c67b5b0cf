from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from locations.catalogue.loading import load_catalogue

DEFAULT_FOLDER = settings.BASE_DIR / "catalogue"


class Command(BaseCommand):
    help = (
        "Loads the tables of a catalogue folder, all of them or none. What a bureau has changed "
        "since stays, value by value. Loading twice changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT_FOLDER)
        parser.add_argument(
            "--dry-run", action="store_true", help="tell what would happen, and write nothing"
        )

    def handle(self, *, folder: Path, dry_run: bool, verbosity: int, **options: Any) -> None:
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder.")
        report = load_catalogue(folder=folder, dry_run=dry_run)
        if verbosity or report.refused:
            for line in report.lines(details=verbosity > 1):
                self.stdout.write(line)
        if report.refused:
            raise CommandError(f"Nothing was written: {len(report.refused)} refused.")
        if dry_run:
            self.stdout.write("This was a dry run: nothing was written.")
