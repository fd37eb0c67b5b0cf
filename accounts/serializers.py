"""Shapes of identity on the wire: what a guest sends, who somebody is, what they agreed to."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import Consent, Traveller
from accounts.services import Agreement
from tourmap.api.fields import StrictText
from tourmap.api.parameters import OneOf, StrictSerializer
from tourmap.lang.languages import Lang

POLICY_VERSION_HELP = "Version of the privacy policy that was shown, such as `2026-11`."


class ConsentRequest(StrictSerializer):
    """A purpose that the traveller agrees to, and the policy that she was shown."""

    purpose = OneOf(choices=Consent.Purpose.values)
    policy_version = StrictText(max_length=20, help_text=POLICY_VERSION_HELP)

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


class GuestShape(serializers.Serializer[Any]):
    token = serializers.CharField(
        help_text="Send it as `Authorization: Token …`; it is told once and stored hashed."
    )
    traveller = serializers.UUIDField(source="traveller.pk")
    expires_at = serializers.DateTimeField(help_text="Moves on while the token is used.")


class ConsentShape(serializers.ModelSerializer[Consent]):
    class Meta:
        model = Consent
        fields = ["purpose", "policy_version", "given_at", "withdrawn_at"]


class MeShape(serializers.ModelSerializer[Traveller]):
    """The traveller behind the token; `consents` are those in force."""

    consents = serializers.SerializerMethodField()

    class Meta:
        model = Traveller
        fields = ["id", "kind", "nickname", "created_at", "consents"]

    @extend_schema_field(ConsentShape(many=True))
    def get_consents(self, traveller: Traveller) -> list[dict[str, Any]]:
        return ConsentShape(self.context["consents"], many=True).data  # type: ignore[return-value]  # a list
