"""The page itself, and the record as a PDF."""

from __future__ import annotations

from flask import Response

from backend.record_page.access import context, reader, visitor
from backend.record_page.blueprint import record_page
from backend.record_page.pages import check_page, closed_page, own_page, paper
from backend.record_page.pdf import make_pdf


@record_page.get("/record")
def show() -> str | tuple[str, int]:
    """The record, the question before it, or that nothing is open here."""
    found = visitor()
    if found is None:
        return closed_page(status=401)
    return own_page(found) if found.session.checked else check_page(found)


@record_page.get("/record.pdf")
def show_pdf() -> Response:
    """The record as a document to keep."""
    html, own = paper(reader())
    name = f"record-{own.reference}-version-{own.version}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    unavailable = context().wording.say("en", "record_page.no_pdf")
    return Response(make_pdf(html, unavailable=unavailable), mimetype="application/pdf", headers=headers)
