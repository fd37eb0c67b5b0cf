from tourmap.api.pagination import CursorPagination


class NewestConsentFirst(CursorPagination):
    ordering = ("-given_at", "-id")
