"""Where a request comes from."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def network_address(request: HttpRequest) -> str | None:
    """Give the network address that a request came from; None where there is none.

    Behind a proxy it is the last one that the header names: the proxy writes that one
    itself, and what stands before it may be anybody's invention.
    """
    near: str | None = request.META.get("REMOTE_ADDR")
    if not settings.HANSA_BEHIND_PROXY:
        return near
    told = request.headers.get("X-Forwarded-For", "").rsplit(",", 1)[-1].strip()
    try:
        return str(ip_address(told))
    except ValueError:
        return near
