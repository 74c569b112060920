"""Whose word counts in TLS: the public authorities, and those that a source names besides."""

import ssl
import threading
from pathlib import Path

from tasks.fetch.lost import Lost
from tasks.fetch.reasons import Reason


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
        context = ssl.create_default_context(cafile=self._public)
        if bundle is not None:
            try:
                context.load_verify_locations(self._root / bundle)
            except OSError as error:  # ssl.SSLError is one
                raise Lost(Reason.TLS, f"ca_bundle {bundle} cannot be read") from error
        return context
