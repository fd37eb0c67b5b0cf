"""A traveller asks the bureau to look at a visit that lacks proof; what was decided, and by whom."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Membership, Region, User
from checkins.models.check_in import CheckIn
from locations.models import Location

MAX_WORDS = 500


class AppealQuerySet(models.QuerySet["Appeal"]):
    def waiting(self) -> "AppealQuerySet":
        return self.filter(state=Appeal.State.OPEN)

    def editable_by(self, user: Any) -> "AppealQuerySet":
        """Whoever looks after the place decides, in every role: see docs/decisions/0009."""
        return self.filter(check_in__location__in=Location.objects.editable_by(user))

    def undoable_by(self, user: Any) -> "AppealQuerySet":
        """What was decided is reopened by a reviewer or a manager of the place's bureau."""
        own = self.editable_by(user)
        if user.is_superuser:
            return own
        roles = [Membership.Role.REVIEWER, Membership.Role.MANAGER]
        regions = Region.objects.looked_after_by(user, roles=roles)
        return own.filter(check_in__location__region__in=regions)


class Reason(models.TextChoices):
    """Stable: apps branch on them. The first six refuse, the last two accept without a person."""

    NO_EVIDENCE = "no_evidence", _("nothing shows the visit")
    PHOTO_ELSEWHERE = "photo_elsewhere", _("the photo shows another place")
    WRONG_PLACE = "wrong_place", _("the visit was to another place")
    DUPLICATE = "duplicate", _("the same visit was told twice")
    SUSPICIOUS = "suspicious", _("the data contradict each other")
    OTHER = "other", _("another reason, see the words")
    SURVEYED = "surveyed", _("the pin was surveyed and the position fits")
    CODE = "code", _("a valid code from the place was sent along")


BY_ITSELF = [Reason.SURVEYED, Reason.CODE]
REFUSALS = [reason for reason in Reason if reason not in BY_ITSELF]


class Appeal(models.Model):
    """One for a check-in, whose status is `under_review` for exactly as long as this is open."""

    class State(models.TextChoices):
        OPEN = "open", _("waiting")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("appeal", "withdrawn")

    check_in = models.OneToOneField(CheckIn, models.CASCADE, related_name="appeal")
    text = models.CharField(_("words of the traveller"), max_length=MAX_WORDS)
    made_at = models.DateTimeField(_("made"))
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.OPEN)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=15, choices=Reason.choices, blank=True)
    words = models.CharField(_("words to the traveller"), max_length=MAX_WORDS, blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        ordering = ["made_at", "pk"]
        indexes = [
            models.Index(fields=["made_at"], condition=Q(state="open"), name="appeals_waiting")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "withdrawn"], decided_at__isnull=True)
                | Q(state__in=["accepted", "refused"], decided_at__isnull=False),
                name="a_decision_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "withdrawn"], reason="", words="")
                | Q(state="accepted", reason__in=["", *BY_ITSELF])
                | Q(state="refused", reason__in=REFUSALS),
                name="a_refusal_has_its_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.check_in.location} · {self.check_in.local_date}"

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_decided(self) -> bool:
        return self.decided_at is not None

    @property
    def was_measured(self) -> bool:
        """Closed by a survey or a code: no person decided, so there is no decision to undo."""
        return self.reason in BY_ITSELF


class AppealStep(models.Model):
    """What happened to an appeal. Rows are only added."""

    class Deed(models.TextChoices):
        MADE = "made", _("made")
        CHANGED = "changed", _("words changed")
        WITHDRAWN = "withdrawn", pgettext_lazy("appeal", "withdrawn")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")
        UNDONE = "undone", _("decision undone")

    appeal = models.ForeignKey(Appeal, models.CASCADE, related_name="steps")
    deed = models.CharField(max_length=9, choices=Deed.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=15, choices=Reason.choices, blank=True)
    words = models.CharField(max_length=MAX_WORDS, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.appeal} · {self.get_deed_display()}"
