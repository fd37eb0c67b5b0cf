import hashlib
from uuid import UUID

from django.db import models


class GoneTraveller(models.Model):
    """A traveller who was erased, or folded into another: only the hash of the id is kept.

    `into` is the hash of the one they were folded into, empty where they were erased. After a
    restore from a backup these rows say who has to be erased again.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    into = models.CharField(max_length=64, blank=True)
    gone_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest[:8]

    @staticmethod
    def digest_of(pk: UUID) -> str:
        """Ids are random, so that nobody finds one from its hash."""
        return hashlib.sha256(pk.bytes).hexdigest()
