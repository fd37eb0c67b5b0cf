from tourmap.api.pagination import CursorPagination


class NewestVisitFirst(CursorPagination):
    ordering = ("-captured_at", "-id")
