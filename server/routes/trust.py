"""Who may ask: known host names only, and for opening a workshop the host alone."""

import re
from collections.abc import Callable, Iterable
from hmac import compare_digest
from ipaddress import ip_address
from typing import Any
from urllib.parse import SplitResult, urlsplit

from server.service.address import Address

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
HOST = re.compile(r"(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9.-]+))(?::(\d{1,5}))?")
"""What may stand in a Host header. It goes into the headers of every page, so nothing else may."""
PORTS = {"http": 80, "https": 443}


class Trust:
    """Whom this server believes.

    A browser that was tricked into asking for another site's name (DNS rebinding) sends that name as its host; so
    only names that are really this server's are answered.
    """

    def __init__(self, address: Address, host_key: str, more_hosts: Iterable[str] = ()) -> None:
        self._address = address
        self._host_key = host_key
        self._more = frozenset(more_hosts)

    def knows_host(self, host: str) -> bool:
        """Whether a Host header names this server."""
        return self._is_own(name_of(host))

    def knows_origin(self, origin: str | None, environ: dict[str, Any]) -> bool:
        """Whether a page that asks for something was served from here. Programs send no origin.

        Another server on this machine has the same name and another port.
        """
        if origin is None:
            return True
        asked = _split(origin)
        if asked is None or asked.path:
            return False
        if asked == _split(self._address.url):
            return True
        here = HOST.fullmatch(environ.get("HTTP_HOST", ""))
        port = here and int(here[3] or PORTS[asked.scheme])
        return self._is_own(name_of(asked.netloc)) and (asked.port or PORTS[asked.scheme]) == port

    def is_host(self, environ: dict[str, Any], key: str | None) -> bool:
        """Whether whoever asks may open workshops: they hold the host key, or sit at this very machine."""
        return self.holds_host_key(key) or self._at_this_machine(environ)

    def holds_host_key(self, key: str | None) -> bool:
        return key is not None and compare_digest(key.encode(), self._host_key.encode())

    def address_of(self, environ: dict[str, Any]) -> str:
        """Where a request comes from. Empty behind a proxy, where all come from the same place.

        What a request says of itself is not believed: anybody can write it.
        """
        return "" if self._address.is_public else str(environ.get("REMOTE_ADDR", ""))

    def _at_this_machine(self, environ: dict[str, Any]) -> bool:
        """A connection from this machine, by its own name, that no proxy passed on."""
        if self._address.is_public or any(name in environ for name in ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED")):
            return False
        return _is_loopback(environ.get("REMOTE_ADDR", "")) and name_of(environ.get("HTTP_HOST", "")) in LOOPBACK

    def _is_own(self, name: str) -> bool:
        own = {choice.ip for choice in self._address.choices} | {name_of(urlsplit(self._address.url).netloc)}
        return name in LOOPBACK or name in own or name in self._more


def name_of(host: str) -> str:
    """The name in a Host header, without its port; empty when the header is none."""
    parts = HOST.fullmatch(host)
    return (parts[1] or parts[2]).lower() if parts else ""


def _split(url: str) -> SplitResult | None:
    """The parts of an address on the web; None when it is none."""
    try:
        parts = urlsplit(url)
        known = parts.scheme in PORTS and parts.port != 0
    except ValueError:
        return None
    return parts if known else None


def _is_loopback(ip: str) -> bool:
    try:
        return ip_address(ip).is_loopback
    except ValueError:
        return False


def guarded(app: Callable[..., Any], trust: Trust) -> Callable[..., Any]:
    """Answer only for this server's own names. Outermost, so that Socket.IO passes it too."""

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        if trust.knows_host(environ.get("HTTP_HOST", "")):
            return app(environ, start)
        sentence = b"This server does not answer to that name. Use the address that its console shows.\n"
        start("421 Misdirected Request", [("Content-Type", "text/plain"), ("Content-Length", str(len(sentence)))])
        return [sentence]

    return answer
