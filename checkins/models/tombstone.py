from django.db import models

from accounts.models import Traveller


class DeletedCheckIn(models.Model):
    """The id of a check-in its traveller deleted, so that a late retry does not bring it back."""

    id = models.UUIDField(primary_key=True)
    traveller = models.ForeignKey(Traveller, models.CASCADE, related_name="+")
    deleted_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)
