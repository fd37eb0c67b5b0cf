"""The first logins: random, shown once, each in its own bureau."""

import re
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from accounts.models import Bureau, Region, User

pytestmark = pytest.mark.django_db

LOGIN = re.compile(r"^    (\w+) +(\w{16})$", re.MULTILINE)


def run() -> str:
    out = StringIO()
    call_command("create_first_logins", stdout=out)
    return out.getvalue()


def test_logins_work_with_the_passwords_shown(meishan: Region, chengdu: Region) -> None:
    logins = dict(LOGIN.findall(run()))
    assert list(logins) == ["admin", "meishan", "chengdu"]
    for username, password in logins.items():
        assert authenticate(username=username, password=password) is not None
    assert len(set(logins.values())) == 3


def test_admin_sees_all_and_editors_their_region(meishan: Region, chengdu: Region) -> None:
    run()
    roles = User.objects.order_by("pk").values_list("username", "is_superuser", "is_staff")
    assert list(roles) == [
        ("admin", True, True),
        ("meishan", False, True),
        ("chengdu", False, True),
    ]
    member = Bureau.objects.get(slug="meishan").memberships.get()
    assert (member.user.username, member.role) == ("meishan", "editor")
    assert [region.code for region in member.bureau.regions.all()] == ["511400"]


def test_second_run_shows_and_changes_nothing(meishan: Region, chengdu: Region) -> None:
    run()
    before = list(User.objects.order_by("pk").values())
    assert run() == (
        "Logins exist already. For a new password: .venv/bin/python manage.py changepassword NAME\n"
    )
    assert list(User.objects.order_by("pk").values()) == before


def test_passwords_differ_between_installations(meishan: Region, chengdu: Region) -> None:
    first = run()
    User.objects.all().delete()
    assert LOGIN.findall(run()) != LOGIN.findall(first)


def test_without_the_catalogue_it_says_what_to_do(db: None) -> None:
    with pytest.raises(CommandError, match="run load_catalogue first"):
        run()
    assert not User.objects.exists()
