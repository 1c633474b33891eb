"""The headers that every answer carries. Outermost, because Socket.IO's answers never pass through Flask."""

from collections.abc import Callable
from typing import Any

from server.routes.trust import HOST

ALWAYS = (("X-Content-Type-Options", "nosniff"), ("Cross-Origin-Resource-Policy", "same-origin"))
"""All that a script, a style or a font needs. There are many of them, and each byte is sent to each phone."""
FIXED = (
    *ALWAYS,
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "screen-wake-lock=(self), fullscreen=(self)"),
    ("X-Robots-Tag", "noindex, nofollow"),
)
FOR_GOOD = "max-age=31536000, immutable"


def policy(host: str) -> str:
    """What a page may load: its own scripts, styles, pictures and socket, and nothing from anywhere else."""
    sockets = f" ws://{host} wss://{host}" if HOST.fullmatch(host) else ""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            f"connect-src 'self'{sockets}",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
        )
    )


def with_headers(app: Callable[..., Any]) -> Callable[..., Any]:
    """The same program, with the headers on every answer. What names no caching is not kept."""

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        host = environ.get("HTTP_HOST", "")

        def begin(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            if ("Cache-Control", FOR_GOOD) in headers:
                return start(status, [*headers, *ALWAYS], *more)
            if not any(name.lower() == "cache-control" for name, _ in headers):
                headers.append(("Cache-Control", "no-store"))
            return start(status, [*headers, *FIXED, ("Content-Security-Policy", policy(host))], *more)

        return app(environ, begin)

    return answer
