"""What a page of the clearing house is asked for in its address: a batch, or taps."""

from django.http import HttpRequest

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
