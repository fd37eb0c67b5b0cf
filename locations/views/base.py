"""What every public read of dramas and places has in common."""

from accounts.models import Revision
from tourmap.api.conditional import ConditionalGetMixin
from tourmap.api.views import ReadView


class PublicRead(ConditionalGetMixin, ReadView):
    """A read of public data: unchanged since the reader's last visit, it costs one number."""

    def data_version(self) -> str:
        return str(Revision.current())
