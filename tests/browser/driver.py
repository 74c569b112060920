"""A headless Chromium, driven through chromedriver's own protocol (W3C WebDriver) over HTTP.

Only what these tests need; so that nothing has to be installed but the browser itself.
"""

import base64
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""The key that names an element, by the standard."""

ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--force-device-scale-factor=1",
    "--hide-scrollbars",
    "--window-size=1280,1000",
)

PICTURES = Path(os.environ.get("NEWSLEDGER_PICTURES") or tempfile.mkdtemp(prefix="pictures-"))
"""Where screenshots go; into docs/images/ by `make pictures` alone."""

HAS_BROWSER = bool(shutil.which("chromium") and shutil.which("chromedriver"))
COVERED = "element click intercepted"


class Browser:
    """One browser window."""

    def __init__(self, client: httpx.Client, session: str) -> None:
        self._client = client
        self._base = f"/session/{session}"

    def open(self, url: str) -> None:
        """Go to an address."""
        self._post("/url", url=url)

    def script(self, source: str, *arguments: Any) -> Any:
        """What JavaScript returns."""
        return self._post("/execute/sync", script=source, args=list(arguments))

    def text(self) -> str:
        """All that can be read on the page."""
        return str(self.script("return document.body.innerText"))

    def path(self) -> str:
        """The path of the address that is open."""
        return str(self.script("return location.pathname"))

    def wait_for(self, *words: str, patience_s: float = 60.0) -> None:
        """Wait until all these words can be read."""
        until = time.monotonic() + patience_s
        while True:
            text = self.text()
            missing = [word for word in words if word not in text]
            if not missing:
                return
            assert time.monotonic() < until, f"{missing} did not appear in:\n{text}"
            time.sleep(0.25)

    def find(self, xpath: str, patience_s: float = 30.0) -> dict[str, str]:
        """The first visible element at this path, once there is one."""
        until = time.monotonic() + patience_s
        while True:
            for element in self._post("/elements", using="xpath", value=xpath):
                if self._get(f"/element/{element[ELEMENT]}/displayed"):
                    return dict(element)
            assert time.monotonic() < until, f"{xpath} is not on the page:\n{self.text()}"
            time.sleep(0.25)

    def click(self, xpath: str, patience_s: float = 30.0) -> None:
        """Click on an element, scrolled into view, once no passing notice lies over it."""
        element = self.find(xpath)
        until = time.monotonic() + patience_s
        while True:
            self.script("arguments[0].scrollIntoView({block: 'center'})", element)
            answer = self._client.post(f"{self._base}/element/{element[ELEMENT]}/click", json={})
            covered = not answer.is_success and answer.json()["value"]["error"] == COVERED
            if not covered or time.monotonic() > until:
                break
            time.sleep(0.25)
        _value(answer)

    def type(self, xpath: str, text: str) -> None:
        """Put text into a field in place of what is there."""
        element = self.find(xpath)
        self._post(f"/element/{element[ELEMENT]}/clear")
        self._post(f"/element/{element[ELEMENT]}/value", text=text)

    def keys(self, text: str) -> None:
        """Press keys."""
        actions = [{"type": kind, "value": key} for key in text for kind in ("keyDown", "keyUp")]
        self._post("/actions", actions=[{"type": "key", "id": "keys", "actions": actions}])

    def screenshot(self, path: Path) -> None:
        """Keep what the window shows."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(self._get("/screenshot")))

    def show_as(self, width: int, height: int, *, dark: bool = False, medium: str = "") -> None:
        """Be a screen of this size, light or dark, or another medium, such as print."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
        self._tell("Emulation.setDeviceMetricsOverride", **size)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._tell("Emulation.setEmulatedMedia", media=medium, features=[scheme])

    def errors(self) -> list[str]:
        """What the console has complained of since the last call."""
        entries = self._post("/se/log", type="browser")
        return [entry["message"] for entry in entries if entry["level"] in ("SEVERE", "WARNING")]

    def printed_pages(self) -> int:
        """How many pages a printer would need."""
        paper = base64.b64decode(self._tell("Page.printToPDF", paperWidth=8.27)["data"])
        return paper.count(b"/Type /Page\n")

    def requests(self) -> list[str]:
        """The addresses that were asked for since the last call."""
        entries = self._post("/se/log", type="performance")
        messages = [json.loads(entry["message"])["message"] for entry in entries]
        return [
            message["params"]["request"]["url"]
            for message in messages
            if message["method"] == "Network.requestWillBeSent"
        ]

    def _tell(self, command: str, **parameters: Any) -> Any:
        """Chromium's own protocol, for what the standard has no word for."""
        return self._post("/goog/cdp/execute", cmd=command, params=parameters)

    def _get(self, path: str) -> Any:
        return _value(self._client.get(self._base + path))

    def _post(self, path: str, **body: Any) -> Any:
        return _value(self._client.post(self._base + path, json=body))


@contextmanager
def running_browser(folder: Path, port: int, *more: str) -> Iterator[Browser]:
    """A browser with a profile of its own; it and its driver are gone at the end."""
    driver = subprocess.Popen(["chromedriver", f"--port={port}"], stdout=subprocess.DEVNULL)
    client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=120)
    try:
        _wait(client)
        made = _value(client.post("/session", json=_wishes(folder, more)))
        try:
            yield Browser(client, made["sessionId"])
        finally:
            client.delete(f"/session/{made['sessionId']}")
    finally:
        client.close()
        driver.terminate()
        driver.wait(30)


def _wishes(folder: Path, more: Sequence[str]) -> dict[str, Any]:
    wanted = {
        "browserName": "chrome",
        "goog:chromeOptions": {
            "binary": shutil.which("chromium"),
            "args": [*ARGUMENTS, *more, f"--user-data-dir={folder}"],
        },
        "goog:loggingPrefs": {"performance": "ALL", "browser": "ALL"},
    }
    return {"capabilities": {"alwaysMatch": wanted}}


def _wait(client: httpx.Client) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            if client.get("/status").is_success:
                return
        except httpx.ConnectError:
            assert time.monotonic() < until, "chromedriver did not start"
        time.sleep(0.1)


def _value(answer: httpx.Response) -> Any:
    found = answer.json()["value"]
    assert answer.is_success, found
    return found
