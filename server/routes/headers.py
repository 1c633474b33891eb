"""The headers that every answer carries. Outermost, because Socket.IO's answers never pass through Flask."""

from collections.abc import Callable
from typing import Any

FIXED = (
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "screen-wake-lock=(self), fullscreen=(self)"),
    ("X-Robots-Tag", "noindex, nofollow"),
)
FOR_GOOD = "public, max-age=31536000, immutable"


def policy(host: str) -> str:
    """What a page may load: its own scripts, styles, pictures and socket, and nothing from anywhere else."""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            f"connect-src 'self' ws://{host} wss://{host}",
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
            named = {name.lower() for name, _ in headers}
            if "cache-control" not in named:
                headers.append(("Cache-Control", "no-store"))
            return start(status, [*headers, *FIXED, ("Content-Security-Policy", policy(host))], *more)

        return app(environ, begin)

    return answer
