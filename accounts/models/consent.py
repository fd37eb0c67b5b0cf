from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.traveller import Traveller


class Consent(models.Model):
    """A traveller's agreement to one use of personal data, with the policy it was given to.

    A precise position is sensitive personal information and needs a consent of its own
    (Personal Information Protection Law of the PRC, articles 28 and 29). Rows are never changed
    but for the time of withdrawal. `age_14_or_over` is true where the traveller said so and null
    where the app did not ask; a younger one's consent is never taken (article 31).
    """

    class Purpose(models.TextChoices):
        PRECISE_POSITION = "precise_position", _("precise position")
        PUBLISH_PHOTOS = "publish_photos", _("publish photos")
        LEADERBOARD = "leaderboard", _("leaderboard")

    traveller = models.ForeignKey(Traveller, models.CASCADE, related_name="consents")
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    policy_version = models.CharField(_("policy version"), max_length=20)
    age_14_or_over = models.BooleanField(_("says to be 14 or older"), null=True)
    given_at = models.DateTimeField(_("given"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(
                fields=["traveller", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_consent_in_force_per_purpose",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} ({self.policy_version})"
