"""The blueprint: what every answer of the page tells the browser, and how its errors look."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask.blueprints import BlueprintSetupState

from backend.errors import HeardError, NotSignedIn
from backend.record_page.access import OutOfDateForm
from backend.record_page.pages import closed_page, error_page
from backend.record_page.secret_paths import keep_links_out_of_logs

record_page = Blueprint(
    "record_page",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/record/static",
)

_ALWAYS = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'none'",
            "style-src 'self'",
            "img-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Robots-Tag": "noindex, nofollow",
}


@record_page.record_once
def _when_registered(state: BlueprintSetupState) -> None:
    keep_links_out_of_logs(state.app.logger)


@record_page.after_request
def _add_headers(response: Response) -> Response:
    """Keep nothing, load nothing from elsewhere, run no script; only the style sheet may be kept by the browser."""
    response.headers.update(_ALWAYS)
    if request.endpoint != "record_page.static":
        response.headers["Cache-Control"] = "no-store"
    return response


@record_page.errorhandler(HeardError)
def _problem(error: HeardError) -> tuple[str, int]:
    if isinstance(error, NotSignedIn | OutOfDateForm):
        return closed_page(str(error), status=error.status)
    return error_page(str(error), status=error.status)
