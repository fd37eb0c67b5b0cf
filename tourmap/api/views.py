"""The base of addresses that are read: checked parameters, one language, one datum."""

from typing import Any

from rest_framework.generics import GenericAPIView
from rest_framework.request import Request

from tourmap.api.parameters import Parameters
from tourmap.geo import Datum


class ReadView(GenericAPIView[Any]):
    """`parameters` names everything the address takes; `values` holds what this request gave.

    Public reads take no token: their answers depend on the address and the language alone.
    """

    authentication_classes = ()
    parameters: type[Parameters] = Parameters
    values: dict[str, Any]
    lookup_field = "slug"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method in {"GET", "HEAD"}:
            self.values = self.parameters.of(request)

    @property
    def datum(self) -> Datum:
        """The datum of the answer; WGS-84 where the address takes none."""
        return self.values.get("datum", Datum.WGS84)

    def get_serializer_context(self) -> dict[str, Any]:
        context = dict(super().get_serializer_context())
        return context | {"datum": self.datum} if hasattr(self, "values") else context
