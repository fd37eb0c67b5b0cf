from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from checkins.services import recount


class Command(BaseCommand):
    help = "Compute from the check-ins what follows from them, and say where the tables differ."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fix", action="store_true", help="make the tables equal")

    def handle(self, *, fix: bool, **options: Any) -> None:
        differences = recount(fix=fix)
        for table, key, expected, kept in differences:
            where = " ".join(map(str, key))
            self.stdout.write(f"{table} {where}: expected {_shown(expected)}, kept {_shown(kept)}")
        if not differences:
            self.stdout.write("equal")
        elif fix:
            self.stdout.write(f"{len(differences)} differences mended")
        else:
            raise CommandError(f"{len(differences)} differences; run with --fix to mend them")


def _shown(row: tuple[Any, ...] | None) -> str:
    return "none" if row is None else " ".join(map(str, row))
