"""Whose word counts in TLS: the public authorities, and those that a source names besides."""

import ssl
import threading
from functools import lru_cache
from pathlib import Path

from tasks.fetch.reasons import Reason
from tasks.fetch.web.lost import Lost


class Trust:
    """Contexts that verify, one for each bundle of authorities. There is none that does not."""

    def __init__(self, public: str, root: Path) -> None:
        self._public = public
        self._root = root
        self._lock = threading.Lock()
        self._contexts: dict[str | None, ssl.SSLContext] = {}

    def context(self, bundle: str | None) -> ssl.SSLContext:
        """The context that trusts the public authorities and those of a PEM file under the root.

        Raises:
            Lost: the file is not there, or holds no certificate.
        """
        with self._lock:
            if bundle not in self._contexts:
                self._contexts[bundle] = self._make(bundle)
            return self._contexts[bundle]

    def _make(self, bundle: str | None) -> ssl.SSLContext:
        if bundle is None:
            return _public_context(self._public)
        context = ssl.create_default_context(cafile=self._public)
        try:
            context.load_verify_locations(self._root / bundle)
        except OSError as error:  # ssl.SSLError is one
            raise Lost(Reason.TLS, f"ca_bundle {bundle} cannot be read") from error
        return context


@lru_cache(maxsize=4)
def _public_context(path: str) -> ssl.SSLContext:
    """Made once a process: reading the public authorities takes 20 ms, and every run asks."""
    return ssl.create_default_context(cafile=path)
