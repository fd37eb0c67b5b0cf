from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from checkins.services import close_months


class Command(BaseCommand):
    help = (
        "Make the figures of months that are over for a week, before anything of them is erased; "
        "run it every day."
    )

    def handle(self, **options: Any) -> None:
        for month in close_months(now=timezone.now()):
            self.stdout.write(f"{month:%Y-%m} closed")
