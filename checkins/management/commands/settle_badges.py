from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from checkins.models import Badge
from checkins.services import make_derived_badges, settle_badge


class Command(BaseCommand):
    help = (
        "Make the badges that follow from the catalogue, and give every active badge to everybody "
        "who qualifies; run it every day and after load_catalogue."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slugs", nargs="*", metavar="slug", help="badges; all of them if none")

    def handle(self, *, slugs: list[str], **options: Any) -> None:
        badges = Badge.objects.order_by("slug")
        if slugs:
            badges = badges.filter(slug__in=slugs)
            if unknown := set(slugs) - set(badges.values_list("slug", flat=True)):
                raise CommandError(f"There is no badge called {', '.join(sorted(unknown))}.")
        else:
            self.stdout.write(f"{len(make_derived_badges())} badges made")
        given = sum(settle_badge(badge=badge) for badge in badges.active())
        self.stdout.write(f"{given} awards made or moved")
