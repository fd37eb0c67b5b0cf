"""Limits: by address for people without a token, by traveller for those with one."""

from rest_framework.throttling import ScopedRateThrottle


class ScopeThrottle(ScopedRateThrottle):
    """The rate named by the view's `throttle_scope`, on the methods that write."""

    def allow_request(self, request, view):  # type: ignore[no-untyped-def]  # REST framework's signature
        if request.method in {"GET", "HEAD", "OPTIONS"}:
            return True
        return super().allow_request(request, view)
