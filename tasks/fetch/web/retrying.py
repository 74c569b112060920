"""When to ask again, and after how long."""

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

BASE_S = 0.5
CAP_S = 8.0

PATIENCE_S = 8.0
"""A Retry-After up to this long is slept; a longer one becomes a date in the ledger."""

LONGEST_S = 30 * 86_400.0
"""A Retry-After beyond a month is taken for a month."""


def worth_again(status: int) -> bool:
    """Whether the same request may well succeed in a moment."""
    return status == 429 or 500 <= status <= 599


def backoff(attempt: int, chance: Callable[[], float]) -> float:
    """Seconds to wait after the given failed attempt (from 1): exponential, full jitter.

    Marc Brooker, "Exponential Backoff and Jitter", 2015.
    """
    longest: float = min(CAP_S, BASE_S * 2 ** (attempt - 1))
    return chance() * longest


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for; None when it is absent or makes no sense.

    RFC 9110, 10.2.3: whole seconds, or an HTTP date.
    """
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:12]), LONGEST_S)
    try:
        then = parsedate_to_datetime(text)
        then = then if then.tzinfo else then.replace(tzinfo=UTC)
        seconds = (then - now).total_seconds()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return min(seconds, LONGEST_S) if seconds >= 0 else None
