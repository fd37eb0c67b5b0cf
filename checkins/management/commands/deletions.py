from typing import Any

from django.core.management.base import BaseCommand

from checkins.services import deletions


class Command(BaseCommand):
    help = "List the hashes of all erased travellers; keep the list beside the backups."

    def handle(self, **options: Any) -> None:
        for digest in deletions():
            self.stdout.write(digest)
