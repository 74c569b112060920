"""Reasons as sentences: what a person reads where a row holds ``http-status:404``."""

import re
from collections.abc import Mapping

from tasks.fetch.reasons import Reason

_SAID: Mapping[str, str] = {
    Reason.BINARY: "a binary file and no text",
    Reason.EMPTY: "nothing is in it",
    Reason.MEDIA_TYPE: "no page",
    Reason.NOT_A_FILE: "no plain file",
    Reason.OUTSIDE_FOLDER: "outside the folder of sources.yaml, where nothing is read",
    Reason.ROBOTS: "the site's robots.txt forbids it",
    Reason.ROBOTS_UNREACHABLE: "the site's robots.txt does not answer, so nothing may be read",
    Reason.TDM_RESERVED: "the site keeps it from text and data mining",
    Reason.UNSUPPORTED_FILE: "files of this kind are not read",
    Reason.RETRY_AFTER: "the site asks to wait {} seconds",
    Reason.HOST_BUSY: "put off, for the host is not to be asked yet",
    Reason.BAD_LINE: "line {}",
    Reason.BAD_RECORD: "a broken record",
    Reason.CHANGING: "still being written",
    Reason.CORRUPT: "damaged",
    Reason.MISSING: "there is no such file",
    Reason.NOT_JSONL: "no JSON lines",
    Reason.TOO_LARGE: "too large",
    Reason.UNREADABLE: "cannot be read",
    Reason.ADDRESS_REFUSED: "an address of a private network; one of your own needs"
    " `allow_private_hosts`",
    Reason.BAD_URL: "no web address",
    Reason.CONNECTION: "the connection failed",
    Reason.DNS: "the name of the host is not known",
    Reason.PORT_BLOCKED: "a port of mail, databases or the like, which is never asked",
    Reason.PORT_REFUSED: "a port that public sites do not use; one of your own network needs"
    " `allow_private_hosts`",
    Reason.TIMEOUT: "no answer in time",
    Reason.TLS: "the connection is not secure",
    Reason.BAD_ENCODING: "the answer is packed in a way that cannot be undone",
    Reason.BAD_RESPONSE: "the answer breaks the rules of HTTP",
    Reason.DOWNGRADE: "it leads from https to http",
    Reason.GONE: "gone",
    Reason.HOSTILE_SHAPE: "made so that reading it would take too much",
    Reason.HTTP_STATUS: "the site answered {}",
    Reason.BAD_SELECTOR: "the selector {} cannot be used",
    Reason.NOT_A_FEED: "no feed",
    Reason.NOT_AN_INDEX: "no index of captures",
    Reason.NOT_A_SITEMAP: "no sitemap",
    Reason.REDIRECT_LOOP: "it redirects in a circle",
    Reason.REDIRECT_TARGET: "it redirects to where nothing is read",
    Reason.TOO_MANY_REDIRECTS: "it redirects too often",
    Reason.TRUNCATED: "cut off",
    Reason.UNASKED_304: "the site said `unchanged` unasked",
}

_OF_PYTHON = re.compile(r"[A-Z]\w*")
"""A detail that is the name of an exception: it helps whoever mends newsledger, and no one else."""

_STATUSES = {"403": "403, forbidden", "404": "404, not found", "500": "500, an error of its own"}


def in_words(reason: str) -> str:
    """A row's reason as a person reads it; what is none of ours stays as it is."""
    kind, _, detail = reason.partition(":")
    said = _SAID.get(kind)
    if said is None:
        return reason
    detail = "" if _OF_PYTHON.fullmatch(detail) and kind != Reason.BAD_LINE else detail
    if "{}" in said:
        return said.format(_STATUSES.get(detail, detail))
    return f"{said} ({detail})" if detail else said
