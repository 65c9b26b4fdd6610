"""What every answer of the chat tells the browser: keep nothing, load nothing from elsewhere, be framed by nobody."""

from __future__ import annotations

from flask import Response

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def add_headers(response: Response) -> Response:
    """The headers above; only the style sheet, the script and the icon may be kept by the browser."""
    response.headers.update(_ALWAYS)
    if response.mimetype in {"application/json", "application/problem+json", "text/html", "text/event-stream"}:
        response.headers["Cache-Control"] = "no-store"
    return response
