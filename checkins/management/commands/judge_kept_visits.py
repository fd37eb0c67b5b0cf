from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from checkins.models import CheckIn
from checkins.services import judge_kept_visits
from locations.models import Location


class Command(BaseCommand):
    help = "Judge again the visits that do not count yet and whose position is still kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slugs", nargs="*", metavar="slug", help="places; all of them if none")

    def handle(self, *, slugs: list[str], **options: Any) -> None:
        places = Location.objects.order_by("slug")
        if slugs:
            places = places.filter(slug__in=slugs)
            if unknown := set(slugs) - set(places.values_list("slug", flat=True)):
                raise CommandError(f"There is no place called {', '.join(sorted(unknown))}.")
        now = timezone.now()
        waiting = CheckIn.objects.waiting_for_a_pin().order_by()
        for location in places.filter(pk__in=waiting.values("location")):
            if counted := judge_kept_visits(location=location, now=now):
                self.stdout.write(f"{location.slug}: {counted} now count")
        self.stdout.write("done")
