"""What the address of a page of the clearing house asks for: a batch, a day, or taps."""

from django.http import HttpRequest

from hansa.chassis.asked import AS_OF, optional_day
from hansa.kernel.errors import Refused
from hansa.kernel.text import text

DIGITS_MOST = 6


def batch_asked(request: HttpRequest) -> int | None:
    """Give the number of the batch that the address asks for; None for the last.

    Raises:
        Refused: what is asked is no number.
    """
    written = request.GET.get("batch", "").strip()
    if not written:
        return None
    if not (written.isascii() and written.isdigit() and len(written) <= DIGITS_MOST):
        raise Refused(
            "no-batch-number",
            text("“{written}” is no number of a batch.", written=written[:40]),
            text("Write 0 for the first batch of a window, 1 for the next."),
        )
    return int(written)


def day_kept(request: HttpRequest) -> str:
    """Give the as-of day for an address that leads on from here; empty for today."""
    day = optional_day(request)
    return "" if day is None else f"&{AS_OF}={day.isoformat()}"


def taps_asked(request: HttpRequest) -> int:
    """Give the page of taps that the address asks for; 0 for the first few.

    Raises:
        Refused: what is asked is no number.
    """
    written = request.GET.get("taps", "").strip() or "0"
    if not (written.isascii() and written.isdigit() and len(written) <= DIGITS_MOST):
        raise Refused(
            "no-page-number",
            text("“{written}” is no number of a page.", written=written[:40]),
            text("Go back to the amount; its taps are led on from there."),
        )
    return int(written)
