from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.services import forget_attempts
from checkins.services import forget_positions


class Command(BaseCommand):
    help = (
        "Empty raw positions that are older than TOURMAP_POSITION_KEPT_DAYS, and the counts of "
        "logins that are over; run it every day."
    )

    def handle(self, **options: Any) -> None:
        forget_attempts(now=timezone.now())
        self.stdout.write(f"{forget_positions(now=timezone.now())} positions forgotten")
