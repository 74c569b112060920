"""Which URLs and addresses may be asked at all: the guard against being steered inside.

A URL is looked at before anything is resolved; an address is looked at when it is about to be
connected to, so that a name that resolves differently the second time changes nothing.
"""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from tasks.fetch.reasons import Reason

MAX_URL_LENGTH = 8_192

PUBLIC_PORTS = frozenset({80, 443, 591, 8000, 8008, 8080, 8081, 8088, 8443, 8888})
"""Ports that web servers use; anything else on a public host is some other service."""

# Fetch Standard, section 2.9 (port blocking), and databases and caches that speak in the clear.
_REFUSED = """
1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111 113
115 117 119 123 135 137 139 143 161 179 389 427 465 512 513 514 515 526 530 531 532 540 548 554
556 563 587 601 636 989 990 993 995 1719 1720 1723 2049 2375 2379 3306 3659 4045 4190 5060 5061
5432 6000 6379 6566 6665 6666 6667 6668 6669 6679 6697 9042 9200 10080 11211 27017
"""
REFUSED_PORTS = frozenset(map(int, _REFUSED.split()))

NAT64 = ip_network("64:ff9b::/96")  # RFC 6052
NEVER_GLOBAL = (
    ip_network("64:ff9b:1::/48"),  # RFC 8215; not yet known to every Python
    ip_network("192.88.99.0/24"),  # 6to4 relays, RFC 7526
    ip_network("192.0.0.0/24"),  # RFC 6890; some Pythons know only parts of it
    ip_network("100::/64"),
)

_TIDY = {ord("\t"): None, ord("\n"): None, ord("\r"): None, ord(" "): "%20"}

Address = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a URL points: what politeness and robots.txt go by."""

    scheme: str
    host: str
    port: int

    @property
    def origin(self) -> str:
        """Scheme, host and port, as RFC 9309 keys robots.txt."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"


def locate(url: str, *, private: bool) -> Place | Reason:
    """Where the URL points, or why it is refused; ``private`` lifts the list of web ports."""
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        host = (parts.hostname or "").rstrip(".").lower()
    except ValueError:
        return Reason.BAD_URL
    if parts.scheme not in ("http", "https") or not host or len(url) > MAX_URL_LENGTH:
        return Reason.BAD_URL
    if "@" in parts.netloc or "\\" in url or any(ord(sign) <= 32 for sign in url):
        return Reason.BAD_URL
    if port in REFUSED_PORTS:
        return Reason.PORT_BLOCKED
    if not private and port not in PUBLIC_PORTS:
        return Reason.PORT_REFUSED
    return Place(scheme=parts.scheme, host=host, port=port)


def may_connect(address: str, *, private: bool) -> bool:
    """Whether a resolved address may be connected to; ``private`` allows those of one's own."""
    try:
        inner = _unwrap(ip_address(address.partition("%")[0]))
    except ValueError:
        return False
    if inner.is_unspecified or inner.is_multicast or inner.is_link_local:
        return False
    if private and (inner.is_private or inner.is_loopback):
        return not (isinstance(inner, IPv4Address) and inner.packed == b"\xff" * 4)
    if any(inner in network for network in NEVER_GLOBAL if network.version == inner.version):
        return False
    return inner.is_global and not inner.is_reserved


def tidy(url: str) -> str:
    """The URL as a browser reads it: no blanks around, no line breaks inside, spaces escaped."""
    return url.strip().translate(_TIDY)


def without_secrets(url: str) -> str:
    """The URL as it may be stored: a user name or password in it is replaced by ``***``."""
    head, mark, rest = url.partition("//")
    end = min((at for at in map(rest.find, "/?#") if at >= 0), default=len(rest))
    user, at, host = rest[:end].rpartition("@")
    return f"{head}{mark}***@{host}{rest[end:]}" if mark and at and user else url


def _unwrap(address: Address) -> Address:
    """The IPv4 address inside a v6 form of it, whatever the wrapping."""
    if isinstance(address, IPv4Address):
        return address
    if address in NAT64:
        return IPv4Address(address.packed[-4:])
    teredo = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or teredo or address
