"""What went wrong on the wire, in this room's words."""

import http.client
import ssl

import requests
import urllib3

from tasks.fetch.reasons import Reason
from tasks.fetch.web.lost import Lost


def explained(error: BaseException) -> Lost:
    """The failure that an exception from requests, urllib3 or below stands for.

    One that nobody thought of is an odd answer, by its name: it costs only its own link.
    """
    if isinstance(error, Lost):
        return error
    chain = tuple(_chain(error))
    for kind, reason in _KINDS:
        if any(isinstance(link, kind) for link in chain):
            return Lost(reason)
    if isinstance(error, ValueError | UnicodeError):
        return Lost(Reason.BAD_URL)
    if isinstance(error, requests.RequestException | urllib3.exceptions.HTTPError | OSError):
        return Lost(Reason.CONNECTION)
    return Lost(Reason.BAD_RESPONSE, type(error).__name__)


# In this order: the first kind that is anywhere in the chain of causes names the failure.
_KINDS: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], Reason], ...] = (
    ((ssl.SSLError, requests.exceptions.SSLError, urllib3.exceptions.SSLError), Reason.TLS),
    (ssl.CertificateError, Reason.TLS),
    (urllib3.exceptions.InvalidHeader, Reason.BAD_RESPONSE),
    ((TimeoutError, urllib3.exceptions.TimeoutError, requests.Timeout), Reason.TIMEOUT),
    (http.client.RemoteDisconnected, Reason.CONNECTION),
    ((http.client.IncompleteRead, urllib3.exceptions.IncompleteRead), Reason.TRUNCATED),
    (ConnectionError, Reason.CONNECTION),
    ((requests.exceptions.InvalidURL, requests.exceptions.MissingSchema), Reason.BAD_URL),
    (requests.exceptions.InvalidHeader, Reason.BAD_URL),
    (http.client.HTTPException, Reason.BAD_RESPONSE),
)


def _chain(error: BaseException) -> list[BaseException]:
    """The exception, what it was raised from, and the exceptions in its arguments."""
    found: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting and len(found) < 20:
        link = waiting.pop(0)
        if isinstance(link, BaseException) and link not in found:
            found.append(link)
            waiting += [link.__cause__, link.__context__, *link.args, getattr(link, "reason", None)]
    return found
