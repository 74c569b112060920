"""A newspaper's archive on the loopback interface: a sitemap, and a page for each of its days."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = """<html lang="en"><head><title>Ferry loan of {name} - The Daily</title></head><body><main>
<h1>Ferry loan of {name}</h1>
<p>The harbour board of {name} voted on Tuesday to lend 4.2 million pounds to the ferries of the
town, which have waited for years.</p>
<p>The loan will be paid out in three parts over the next two years, said chairwoman Ada Merrin
after the meeting of the board.</p>
<p>Passengers have waited since the winter storms for the second pier to be opened again, and will
wait for some months more.</p></main></body></html>"""


class Archive:
    """Its address, its pages by path, what goes wrong, and what was asked for."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.broken: set[str] = set()
        self.meets: threading.Barrier | None = None  # others that must be asked meanwhile
        self.asked: list[str] = []
        days = [("2017-03-01", "arden"), ("2017-03-02", "brill"), ("2017-04-09", "cormley")]
        self.days = {f"/news/{name}": (day, name) for day, name in days}

    def source(self, source_id: str = "daily") -> dict[str, object]:
        """Its entry in sources.yaml, without an id."""
        channel = {"name": "map", "kind": "sitemap", "use": ["backfill"]}
        polite = {
            "allow_private_hosts": True,
            "min_delay": "PT0S",
            "robots": "ignore",
            "tdm": "ignore",
        }
        return {"channels": [{**channel, "url": f"{self.base}/sitemap.xml"}], "fetch": polite}

    def answer(self, path: str) -> tuple[int, str, str]:
        """Status, media type and body."""
        self.asked.append(path)
        if path == "/sitemap.xml":
            if self.meets:
                self.meets.wait(20)
            return 200, "application/xml", self._sitemap()
        if path == "/list":
            return 200, "text/html", self._list()
        if path in self.broken:
            return 500, "text/plain", "out of order"
        if path in self.days:
            return 200, "text/html", PAGE.format(name=self.days[path][1].title())
        return 404, "text/plain", "no"

    def _list(self) -> str:
        items = "".join(
            f'<li><a href="{path}">Loan of {name}</a> <time datetime="{day}">{day}</time></li>'
            for path, (day, name) in self.days.items()
        )
        return f"<html><body><ul>{items}</ul></body></html>"

    def _sitemap(self) -> str:
        pages = "".join(
            f"<url><loc>{self.base}{path}</loc><lastmod>{day}</lastmod></url>"
            for path, (day, _) in self.days.items()
        )
        return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{pages}</urlset>'


@contextmanager
def running_archive() -> Iterator[Archive]:
    """An archive that answers on a free port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    archive = Archive(f"http://127.0.0.1:{server.server_port}")
    server.archive = archive  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield archive
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, media_type, text = self.server.archive.answer(self.path)  # type: ignore[attr-defined]
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""
