"""For the machines that watch: is the process alive, can it reach its store?"""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse


def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "alive"})


def readyz(request: HttpRequest) -> JsonResponse:
    """503 while the store cannot be reached, so that a balancer sends visitors elsewhere."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "store unavailable"}, status=503)
    return JsonResponse({"status": "ready"})
