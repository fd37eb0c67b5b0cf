import re
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from checkins.services import reapply_deletions


class Command(BaseCommand):
    help = "After a restore: erase again the travellers of a list that `deletions` wrote."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            digests = file.read_text(encoding="ascii").split()
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file} cannot be read: {error}") from error
        if wrong := [word for word in digests if not re.fullmatch(r"[0-9a-f]{64}", word)]:
            raise CommandError(f"{file} is no list of deletions: {wrong[0][:70]!r} is no hash.")
        count = reapply_deletions(digests=digests, now=timezone.now())
        self.stdout.write(f"{count} travellers erased again")
