from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from checkins.services import sweep_photo_files


class Command(BaseCommand):
    help = (
        "Remove the files of photos that no row names any more, left by an upload or a deletion "
        "that was cut short; run it every day."
    )

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{sweep_photo_files(now=timezone.now())} files removed")
