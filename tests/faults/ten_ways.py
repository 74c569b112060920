"""Ten ways for a page to fail, by the reason that each must end in."""

from collections.abc import Mapping

from tests.faults.page_cases import cut, send
from tests.faults.server import Line, Play, http

WAYS: Mapping[str, Play] = {
    "gone": send(http(410)),
    "http-status": send(http(404)),
    "truncated": cut(http(200, b"x", headers={"Content-Length": "9"})),
    "connection": Line.reset,
    "bad-encoding": send(http(200, b"x", content_encoding="br")),
    "redirect-target": send(http(302, location="file:///etc/passwd")),
    "redirect-loop": lambda line: line.send(http(302, location=line.path)),
    "unasked-304": send(http(304)),
    "bad-response": cut(b"hello\r\n\r\n"),
    "too-large": send(http(200, headers={"Content-Length": "99999999"})),
}
