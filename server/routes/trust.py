"""Who may ask: known host names only, and for opening a workshop the host alone."""

from collections.abc import Callable, Iterable
from hmac import compare_digest
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from server.service.address import Address

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


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

    def knows_origin(self, origin: str | None, _: Any = None) -> bool:
        """Whether a page that opens a socket was served from here. Programs send no origin."""
        if origin is None:
            return True
        parts = urlsplit(origin)
        return parts.scheme in ("http", "https") and self._is_own((parts.hostname or "").lower())

    def is_host(self, environ: dict[str, Any], key: str | None) -> bool:
        """Whether whoever asks may open workshops: they hold the host key, or sit at this very machine."""
        if key is not None and compare_digest(key.encode(), self._host_key.encode()):
            return True
        return self._at_this_machine(environ)

    def _at_this_machine(self, environ: dict[str, Any]) -> bool:
        """A connection from this machine, by its own name, that no proxy passed on."""
        if self._address.is_public or any(name in environ for name in ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED")):
            return False
        return _is_loopback(environ.get("REMOTE_ADDR", "")) and name_of(environ.get("HTTP_HOST", "")) in LOOPBACK

    def _is_own(self, name: str) -> bool:
        own = {choice.ip for choice in self._address.choices} | {name_of(urlsplit(self._address.url).netloc)}
        return name in LOOPBACK or name in own or name in self._more


def name_of(host: str) -> str:
    """The name in a Host header, without its port."""
    return (urlsplit(f"//{host}").hostname or "").lower()


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
