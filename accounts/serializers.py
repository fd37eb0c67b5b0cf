"""Shapes of identity on the wire: what a guest sends, who somebody is, what they agreed to."""

from typing import Any

from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import Consent, Traveller, User
from accounts.services import Agreement
from tourmap.api.fields import StrictText
from tourmap.api.parameters import OneOf, StrictSerializer
from tourmap.lang.languages import Lang

POLICY_VERSION_HELP = "Version of the privacy policy that was shown, such as `2026-11`."
AGE_HELP = (
    "What the traveller says of her age. false is refused with `guardian_required` and nothing is "
    "stored. Ask it: without it the consent is kept as one where nobody asked."
)
MAX_NAME = 40


class AgeField(serializers.BooleanField):
    """What the traveller says of her age; who says no is refused by the deed, with the way on."""

    default_error_messages = {"not_a_boolean": _("Expected true or false.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(**({"required": False, "help_text": AGE_HELP} | options))

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("not_a_boolean")
        return data


class ConsentRequest(StrictSerializer):
    """A purpose that the traveller agrees to, and the policy that she was shown."""

    purpose = OneOf(choices=Consent.Purpose.values)
    policy_version = StrictText(max_length=20, help_text=POLICY_VERSION_HELP)
    age_14_or_over = AgeField()

    def agreement(self) -> Agreement:
        return Agreement(**self.validated_data)


class GuestRequest(StrictSerializer):
    """Everything is optional: an empty body makes a guest who agreed to nothing yet."""

    consents = ConsentRequest(many=True, required=False, max_length=len(Consent.Purpose))
    lang = OneOf(
        choices=[lang.value for lang in Lang],
        required=False,
        help_text="Language of this answer's messages; stands before Accept-Language.",
    )

    def agreements(self) -> list[Agreement]:
        return [Agreement(**values) for values in self.validated_data.get("consents", [])]


class NameField(StrictText):
    """The name of an account. Names are compared without case and kept in small letters."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=MAX_NAME, **options)

    def to_internal_value(self, data: Any) -> str:
        return User.normalize_username(super().to_internal_value(data)).lower()


class PasswordField(StrictText):
    """Taken as it is, spaces as well."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=128, trim_whitespace=False, **options)


class NewPasswordField(PasswordField):
    """Held to the rules for passwords when it is set (settings.AUTH_PASSWORD_VALIDATORS)."""

    told = {"minLength": 8}


class EmailText(serializers.EmailField):
    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


@extend_schema_field({"type": "boolean", "const": True})
class ConfirmedField(serializers.BooleanField):
    """true and nothing else."""

    default_error_messages = {
        "not_confirmed": _("Expected true: younger travellers need a guardian and stay guests.")
    }

    def to_internal_value(self, data: Any) -> bool:
        if data is not True:
            self.fail("not_confirmed")
        return True


class AccountRequest(StrictSerializer):
    """A name and a password for the traveller behind the token; an e-mail address if she likes."""

    username = NameField(
        min_length=3,
        validators=[UnicodeUsernameValidator()],
        help_text="Letters, digits and @ . + - _; case does not matter.",
    )
    password = NewPasswordField(help_text="At least 8 characters, not common, not all digits.")
    email = EmailText(required=False, max_length=254)
    age_14_or_over = ConfirmedField(help_text="The traveller says that she is 14 or older.")

    def wishes(self) -> dict[str, str]:
        given = self.validated_data
        return {name: given[name] for name in ("username", "password", "email") if name in given}


class LoginRequest(StrictSerializer):
    """The name and the password of an account."""

    username = NameField()
    password = PasswordField()


class WechatRequest(StrictSerializer):
    """What `wx.login()` gave: one use, five minutes."""

    code = StrictText(max_length=128)
    age_14_or_over = AgeField()


class PasswordRequest(StrictSerializer):
    """The password in use and the one to come."""

    password = PasswordField(help_text="The one in use.")
    new_password = NewPasswordField(help_text="At least 8 characters, not common, not all digits.")


class MeChanges(StrictSerializer):
    """What a traveller may change about themselves."""

    nickname = StrictText(
        required=False,
        allow_blank=True,
        max_length=100,
        help_text="2 to 20 letters, digits, single spaces and `· - _ . '`; nobody else's, and "
        "nothing that sounds like a bureau. Empty takes it away.",
    )


class DeviceShape(serializers.Serializer[Any]):
    """A token in force, without its secret."""

    id = serializers.UUIDField(help_text="For `DELETE /api/v1/me/devices/{id}/`.")
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    last_used_on = serializers.DateField(help_text="Exact to the day, in UTC.")
    is_this_one = serializers.BooleanField(help_text="The token this request carries.")


class DevicesShape(serializers.Serializer[Any]):
    """The devices that are signed in, the last used first; 20 at most."""

    devices = DeviceShape(many=True)


class PassShape(serializers.Serializer[Any]):
    """The way in for a device of somebody who signed in."""

    token = serializers.CharField(
        help_text="Keep this one. It is the token of the request where that guest was taken over."
    )
    traveller = serializers.UUIDField(source="traveller.pk", help_text="Her id, as in `/me/`.")
    expires_at = serializers.DateTimeField(help_text="Moves on while the token is used.")


class GuestShape(serializers.Serializer[Any]):
    """The way in for a new guest's device."""

    token = serializers.CharField(
        help_text="Send it as `Authorization: Token …`; it is told once and stored hashed."
    )
    traveller = serializers.UUIDField(source="traveller.pk", help_text="Her id, as in `/me/`.")
    expires_at = serializers.DateTimeField(help_text="Moves on while the token is used.")


class ConsentShape(serializers.ModelSerializer[Consent]):
    """What the traveller agreed to, and when."""

    withdrawn_at = serializers.DateTimeField(allow_null=True, help_text="Null while in force.")

    class Meta:
        model = Consent
        fields = ["purpose", "policy_version", "age_14_or_over", "given_at", "withdrawn_at"]


class MeShape(serializers.ModelSerializer[Traveller]):
    """The traveller behind the token; `consents` are those in force."""

    username = serializers.SerializerMethodField(help_text="Null without an account.")
    has_wechat = serializers.SerializerMethodField(help_text="Whether she can sign in with WeChat.")
    nickname_hidden = serializers.SerializerMethodField(
        help_text="A bureau has taken the nickname off the leaderboards."
    )
    consents = serializers.SerializerMethodField()

    class Meta:
        model = Traveller
        fields = [
            *("id", "kind", "username", "has_wechat", "nickname", "nickname_hidden"),
            *("created_at", "consents"),
        ]

    def get_username(self, traveller: Traveller) -> str | None:
        is_account = traveller.kind == Traveller.Kind.ACCOUNT
        return traveller.user.get_username() if is_account else None

    def get_has_wechat(self, traveller: Traveller) -> bool:
        return traveller.wechat_openid is not None

    def get_nickname_hidden(self, traveller: Traveller) -> bool:
        return traveller.nickname_hidden_at is not None

    @extend_schema_field(ConsentShape(many=True))
    def get_consents(self, traveller: Traveller) -> list[dict[str, Any]]:
        return ConsentShape(self.context["consents"], many=True).data  # type: ignore[return-value]  # a list
