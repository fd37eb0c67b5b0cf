from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.crypto import get_random_string

from accounts.models import Bureau, Membership, Region, User

# Without letters and digits that are taken for each other on paper.
LETTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
PASSWORD_LENGTH = 16
RESET = "For a new password: .venv/bin/python manage.py changepassword NAME"
BUREAUS = [
    {
        "slug": "meishan",
        "region": "511400",
        "name_hans": "眉山市文化广播电视和旅游局",
        "name_hant": "眉山市文化廣播電視和旅遊局",
        "name_en": "Meishan Culture and Tourism Bureau",
    },
    {
        "slug": "chengdu",
        "region": "510100",
        "name_hans": "成都市文化广电旅游局",
        "name_hant": "成都市文化廣電旅遊局",
        "name_en": "Chengdu Culture and Tourism Bureau",
    },
]


class Command(BaseCommand):
    help = (
        "Makes a superuser and an editor of each of two bureaus, with random passwords that are "
        "shown this once; does nothing where somebody can sign in to the admin already."
    )

    def handle(self, *, verbosity: int, **options: Any) -> None:
        if User.objects.filter(is_staff=True).exists():
            if verbosity:
                self.stdout.write(f"Logins exist already. {RESET}")
            return
        with transaction.atomic():
            made = [("admin", _superuser()), *((b["slug"], _editor(b)) for b in BUREAUS)]
        self.stdout.write("Logins for the admin. The passwords are shown only now; keep them:")
        for username, password in made:
            self.stdout.write(f"    {username:<10}{password}")
        self.stdout.write(RESET)


def _superuser() -> str:
    password = get_random_string(PASSWORD_LENGTH, LETTERS)
    User.objects.create_superuser("admin", password=password)
    return password


def _editor(values: dict[str, str]) -> str:
    """An editor of a bureau, who signs in with the bureau's slug."""
    region = Region.objects.filter(code=values["region"]).first()
    if region is None:
        raise CommandError(f"There is no region {values['region']}: run load_catalogue first.")
    names = {name: text for name, text in values.items() if name.startswith("name_")}
    bureau, _made = Bureau.objects.get_or_create(slug=values["slug"], defaults=names)
    bureau.regions.add(region)
    password = get_random_string(PASSWORD_LENGTH, LETTERS)
    user = User.objects.create_user(values["slug"], password=password, is_staff=True)
    Membership.objects.create(user=user, bureau=bureau, role=Membership.Role.EDITOR)
    return password
