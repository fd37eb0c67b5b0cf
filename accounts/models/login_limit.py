from django.db import models


class LoginLimit(models.Model):
    """How often a password was tried for one name or from one address, since when."""

    key = models.CharField(max_length=64, primary_key=True)
    attempts = models.PositiveIntegerField()
    since = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key[:8]}: {self.attempts}"
