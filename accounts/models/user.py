from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Somebody who can sign in: bureau staff with a password, or the identity behind a traveller."""

    class Meta(AbstractUser.Meta):
        verbose_name = _("user")  # type: ignore[assignment]  # the stubs expect plain text
        verbose_name_plural = _("users")  # type: ignore[assignment]
