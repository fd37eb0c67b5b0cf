from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from checkins.services import forget_positions, forget_traces


class Command(BaseCommand):
    help = (
        "Empty raw positions that are older than TOURMAP_POSITION_KEPT_DAYS, and remove counts of "
        "logins and guesses that are over, codes used long ago and tokens that ended; run it every "
        "day."
    )

    def handle(self, **options: Any) -> None:
        now = timezone.now()
        forget_traces(now=now)
        self.stdout.write(f"{forget_positions(now=now)} positions forgotten")
