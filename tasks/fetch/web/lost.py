"""An exchange that came to nothing; raised inside the client, never out of it."""

from tasks.fetch.reasons import Reason, reason_text

RETRIABLE = frozenset({Reason.CONNECTION, Reason.TRUNCATED})


class Lost(Exception):
    """No usable answer; carries what goes into the row."""

    def __init__(self, reason: Reason, detail: object = None) -> None:
        super().__init__(reason_text(reason, detail))
        self.reason = reason
        self.detail = detail

    @property
    def worth_again(self) -> bool:
        """Whether the same request may well succeed in a moment."""
        return self.reason in RETRIABLE
