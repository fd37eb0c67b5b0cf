"""Codes at a place: what is printed on the poster, what makes the screen turn, who used what."""

import secrets
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.models import Traveller, User
from checkins.models.check_in import CheckIn
from checkins.site_code import SEED_BYTES, grouped, new_printed_code
from locations.models import Location


def new_seed() -> bytes:
    return secrets.token_bytes(SEED_BYTES)


class ReplaceableQuerySet(models.QuerySet[Any]):
    def in_use(self) -> "ReplaceableQuerySet":
        return self.filter(replaced_at=None)

    def editable_by(self, user: Any) -> "ReplaceableQuerySet":
        return self.filter(location__in=Location.objects.editable_by(user))


class Replaceable(models.Model):
    """One generation of something at a place; rows are never changed back, only followed."""

    location = models.ForeignKey(Location, models.CASCADE, related_name="+")
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    replaced_at = models.DateTimeField(_("replaced"), null=True)
    replaced_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    objects = ReplaceableQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-made_at", "-pk"]


class PrintedCode(Replaceable):
    """The code on the poster. Old ones stay, so that their finder can be told what happened."""

    value = models.CharField(max_length=16, default=new_printed_code)

    class Meta(Replaceable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["value"], name="a_printed_code_means_one_place"),
            models.UniqueConstraint(
                fields=["location"],
                condition=Q(replaced_at=None),
                name="one_printed_code_in_use",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.location}"

    @property
    def grouped(self) -> str:
        return grouped(self.value)


class RotatingKey(Replaceable):
    """What the codes on the screen are made from. The store alone does not give them away.

    The key itself is nowhere: it is derived from the seed and the secret of the installation.
    """

    seed = models.BinaryField(default=new_seed, editable=False)

    class Meta(Replaceable.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["location"],
                condition=Q(replaced_at=None),
                name="one_rotating_key_in_use",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.location}"

    @property
    def key(self) -> bytes:
        return salted_hmac("checkins.RotatingKey", bytes(self.seed), algorithm="sha256").digest()


class CodeUse(models.Model):
    """A rotating code that a traveller has used. It stays when the check-in is deleted."""

    traveller = models.ForeignKey(Traveller, models.CASCADE, related_name="+")
    location = models.ForeignKey(Location, models.CASCADE, related_name="+")
    step = models.BigIntegerField()
    check_in = models.ForeignKey(CheckIn, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["traveller", "location", "step"],
                name="a_rotating_code_is_used_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.location} · {self.step}"


class CodeGuesses(models.Model):
    """How many wrong codes a traveller has sent for a place since `since`."""

    traveller = models.ForeignKey(Traveller, models.CASCADE, related_name="+")
    location = models.ForeignKey(Location, models.CASCADE, related_name="+")
    since = models.DateTimeField()
    wrong = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["traveller", "location"], name="one_row_of_guesses_each"
            )
        ]
        indexes = [models.Index(fields=["location", "since"], name="guesses_at_location")]

    def __str__(self) -> str:
        return f"{self.location} · {self.wrong}"
