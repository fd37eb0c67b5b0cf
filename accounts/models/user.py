from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Somebody who can sign in: bureau staff with a password, or the identity behind a traveller."""

    class Meta(AbstractUser.Meta):
        verbose_name = _("user")  # type: ignore[assignment]  # the stubs expect plain text
        verbose_name_plural = _("users")  # type: ignore[assignment]  # as above

    def get_full_name(self) -> str:
        """王芳 in Chinese order without a space, Fang Wang in Latin letters."""
        if (self.first_name + self.last_name).isascii():
            return super().get_full_name()
        return f"{self.last_name}{self.first_name}".strip()
