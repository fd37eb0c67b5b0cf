import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Traveller(models.Model):
    """The person who checks in: a guest's device, a WeChat user, or an account.

    The user behind it owns the tokens; a guest who makes an account keeps both.
    """

    class Kind(models.TextChoices):
        GUEST = "guest", _("guest")
        WECHAT = "wechat", _("WeChat")
        ACCOUNT = "account", _("account")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="traveller")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.GUEST)
    wechat_openid = models.CharField(
        max_length=64, unique=True, null=True, blank=True
    )  # unique where known
    nickname = models.CharField(_("nickname"), max_length=40, blank=True)
    nickname_hidden_at = models.DateTimeField(_("nickname hidden"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("traveller")
        verbose_name_plural = _("travellers")
        constraints = [
            models.UniqueConstraint(
                Lower("nickname"), condition=~Q(nickname=""), name="a_nickname_means_one_traveller"
            ),
        ]

    def __str__(self) -> str:
        return self.nickname or f"{self.get_kind_display()} {str(self.id)[:8]}"
