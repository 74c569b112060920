"""Why a link was skipped, put off or lost: the fixed list that ``Received.reason`` draws from.

A reason may be followed by a colon and a detail (a line number, a media type, a host); the part
before the colon is always one of these.
"""

from enum import StrEnum

from storage.records import kinds


class Reason(StrEnum):
    """The kinds, grouped by the outcome they go with."""

    # skipped: nothing is wrong, and there is nothing for the ledger here
    BINARY = "binary"
    EMPTY = "empty"
    MEDIA_TYPE = "media-type"
    NOT_A_FILE = "not-a-file"
    OUTSIDE_FOLDER = "outside-folder"
    ROBOTS = "robots"
    ROBOTS_UNREACHABLE = kinds.ROBOTS_UNREACHABLE  # health asks for it by name
    TDM_RESERVED = "tdm-reserved"
    UNSUPPORTED_FILE = "unsupported-file"

    # deferred: to be asked again, not before a given time
    RETRY_AFTER = "retry-after"
    HOST_BUSY = "host-busy"

    # failed: on this machine
    BAD_LINE = "bad-line"
    BAD_RECORD = "bad-record"
    CHANGING = "changing"
    CORRUPT = "corrupt"
    MISSING = "missing"
    NOT_JSONL = "not-jsonl"
    TOO_LARGE = "too-large"
    UNREADABLE = "unreadable"

    # failed: on the way
    ADDRESS_REFUSED = "address-refused"
    BAD_URL = "bad-url"
    CONNECTION = "connection"
    DNS = "dns"
    PORT_BLOCKED = "port-blocked"
    PORT_REFUSED = "port-refused"
    TIMEOUT = "timeout"
    TLS = "tls"

    # failed: in what came back
    BAD_ENCODING = "bad-encoding"
    BAD_RESPONSE = "bad-response"
    DOWNGRADE = "downgrade"
    GONE = "gone"
    HOSTILE_SHAPE = "hostile-shape"
    HTTP_STATUS = "http-status"
    BAD_SELECTOR = "bad-selector"
    NOT_A_FEED = "not-a-feed"
    NOT_AN_INDEX = "not-an-index"
    NOT_A_SITEMAP = "not-a-sitemap"
    REDIRECT_LOOP = "redirect-loop"
    REDIRECT_TARGET = "redirect-target"
    TOO_MANY_REDIRECTS = "too-many-redirects"
    TRUNCATED = "truncated"
    UNASKED_304 = "unasked-304"


def reason_text(kind: Reason, detail: object = None) -> str:
    """The kind, with its detail after a colon when there is one."""
    return kind.value if detail is None else f"{kind.value}:{detail}"
