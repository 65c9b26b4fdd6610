"""The one map from named errors to HTTP: problem+json for programs, a plain page for people (RFC 9457)."""

from __future__ import annotations

from flask import Flask, Response, json, render_template_string, request
from werkzeug.exceptions import HTTPException

from backend.core.lifecycle import NotPermitted
from backend.core.ownership import NoSuchChange
from backend.core.record import RecordError
from backend.errors import HeardError

_CONFLICTS = (NotPermitted, NoSuchChange, RecordError)
_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title }}</title><main><h1>{{ title }}</h1><p>{{ detail }}</p>
<p>If you are in danger now, call 999.</p></main></html>"""


def register_errors(app: Flask) -> None:
    """Every named error and every HTTP error answers in the same two forms."""
    app.register_error_handler(HeardError, lambda error: problem(error.status, error.kind, str(error)))
    for conflict in _CONFLICTS:
        app.register_error_handler(conflict, lambda error: problem(409, "conflict", str(error)))
    app.register_error_handler(HTTPException, _http_error)


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    detail = {
        404: "There is nothing at this address. Please check it and try again.",
        405: "This address does not take that kind of request.",
        413: "That is more than we can take at once. Please send it in two or more parts.",
        500: "Something went wrong here, not with you. Nothing you sent before is lost. Please try again.",
    }.get(status, "That could not be read. Please check it and send it again.")
    return problem(status, (error.name or "error").lower().replace(" ", "-"), detail)


def problem(status: int, kind: str, detail: str) -> Response:
    """The answer to a request that cannot be done."""
    if request.accept_mimetypes.best_match(["application/problem+json", "text/html"]) == "text/html":
        title = {404: "Not found", 409: "This has changed", 403: "Not allowed"}.get(status, "Sorry")
        page = render_template_string(_PAGE, title=title, detail=detail)
        return Response(page, status=status, mimetype="text/html")
    body = {"type": f"urn:heard:{kind}", "title": kind.replace("-", " "), "status": status, "detail": detail}
    return Response(json.dumps(body), status=status, mimetype="application/problem+json")
