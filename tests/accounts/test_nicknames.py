"""A nickname is read by everybody, so what it may be is a rule."""

import pytest
from django.db import IntegrityError, transaction
from rest_framework.test import APIClient

from accounts.models import Traveller
from accounts.nicknames import cleaned, fault_of
from accounts.services import set_nickname
from tests import make

ME = "/api/v1/me/"


@pytest.mark.parametrize(
    ("nickname", "fault"),
    [
        ("小林", ""),
        ("青龙小林", ""),
        ("Xiao Lin", ""),
        ("O'Neil-Smith", ""),
        ("阿依古丽·买买提", ""),
        ("Ünal é", ""),
        ("हिन्दी", ""),
        ("林2026", ""),
        ("x" * 20, ""),
        ("x" * 21, "wrong_length"),
        ("林", "wrong_length"),
        ("小\u202e林", "wrong_characters"),  # turns the direction of what follows
        ("小\u200b林", "wrong_characters"),  # nobody sees it
        ("小\n林", "wrong_characters"),
        ("小\u3164林", "wrong_characters"),  # a letter, and nobody sees it either
        ("<b>林", "wrong_characters"),
        ("小林😀", "wrong_characters"),
        ("a\u0301\u0301\u0301\u0301x", "wrong_characters"),
        ("-- ..", "wrong_characters"),
        ("13800138000", "looks_like_a_number"),
        ("电话138-0013-8000", "looks_like_a_number"),
        ("138 0013 8000", "looks_like_a_number"),
        ("眉山文旅局", "official"),
        ("文 旅·局", "official"),
        ("眉山旅遊局", "official"),
        ("TourMap", "official"),
        ("ａｄｍｉｎ", "official"),
        ("A.d.m.i.n", "official"),
        ("我是青神管家", "official"),
    ],
)
def test_what_a_nickname_may_be(nickname: str, fault: str) -> None:
    assert fault_of(cleaned(nickname), reserved=["青神管家", ""]) == fault


def test_two_spellings_of_a_name_are_one() -> None:
    assert cleaned("  Ｌｉｎ   小 ") == "Lin 小"


def test_a_nickname_is_taken_changed_and_given_up(
    traveller: Traveller, as_traveller: APIClient
) -> None:
    answer = as_traveller.patch(ME, {"nickname": " 青龙小林 "})
    assert answer.status_code == 200
    assert (answer.json()["nickname"], answer.json()["nickname_hidden"]) == ("青龙小林", False)
    assert as_traveller.get(ME).json() == answer.json()
    assert as_traveller.patch(ME, {"nickname": ""}).json()["nickname"] == ""


def test_a_refused_nickname_says_why(as_traveller: APIClient) -> None:
    make.bureau("meishan")
    answer = as_traveller.patch(f"{ME}?lang=en", {"nickname": "眉山文旅局"})
    assert answer.status_code == 400
    assert answer.json()["errors"] == [
        {
            "field": "nickname",
            "code": "official",
            "message": "This sounds like a bureau or this site; choose another.",
        }
    ]
    short = as_traveller.patch(f"{ME}?lang=en", {"nickname": "x"}).json()
    assert short["errors"][0]["message"] == "Expected 2 to 20 characters."
    for body in ({"nickname": 5}, {"nickname": None}, {"nickname": "ab", "kind": "account"}):
        assert as_traveller.patch(ME, body).status_code == 400


def test_a_change_of_nothing_changes_nothing(as_traveller: APIClient) -> None:
    as_traveller.patch(ME, {"nickname": "小林"})
    answer = as_traveller.patch(ME, {})
    assert (answer.status_code, answer.json()["nickname"]) == (200, "小林")


def test_a_nickname_means_one_traveller(as_traveller: APIClient) -> None:
    other = make.traveller()
    set_nickname(traveller=other, nickname="Lin")
    answer = as_traveller.patch(ME, {"nickname": "lin"})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "taken")
    # One's own may be taken again.
    assert set_nickname(traveller=other, nickname="LIN").nickname == "LIN"
    Traveller.objects.create(user=make.User.objects.create_user("x"))  # none is no name
    with pytest.raises(IntegrityError, match="nickname"), transaction.atomic():
        Traveller.objects.filter(nickname="").update(nickname="Lin")
