"""The record as a document."""

from __future__ import annotations

import builtins
import re
import shutil
import subprocess
import zlib

import pytest

from backend.errors import Unavailable
from backend.record_page.pdf import make_pdf
from tests.builders import a_case

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
PDFTOTEXT = shutil.which("pdftotext")


@pytest.fixture
def made(context, opened):
    """A reference and its document."""
    reference = a_case(context, story="My cheek is lumpy. " * 60)
    answer = opened(reference).get("/record.pdf")
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    return reference, answer.data


def inside(pdf: bytes) -> bytes:
    """The document with its compressed objects opened."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    opened = []
    for stream in streams:
        try:
            opened.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return pdf + b"\n".join(opened)


@on_sqlite
def test_it_is_a_tagged_document_with_language_and_title(made):
    reference, pdf = made
    assert pdf.startswith(b"%PDF")
    content = inside(pdf)
    for mark in (b"/StructTreeRoot", b"/Lang", b"/MarkInfo", b"pdfuaid:part", b"/DisplayDocTitle true"):
        assert mark in content, mark
    assert f"Record of complaint {reference}".encode() in content


@on_sqlite
@pytest.mark.skipif(PDFTOTEXT is None, reason="pdftotext is not on this machine (Debian: poppler-utils).")
def test_every_page_has_the_reference_the_version_and_its_number(made):
    reference, pdf = made
    ended = subprocess.run([PDFTOTEXT, "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    pages = ended.stdout.decode().rstrip("\f").split("\f")
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        assert f"{reference}, version 1" in page
        assert f"Page {number} of {len(pages)}" in page
    whole = " ".join(ended.stdout.decode().split())
    for said in ("My cheek is lumpy.", "saved at 10 am on Monday 23 November 2026", "Check code (SHA-256)"):
        assert said in whole, said
    assert "Save" not in whole


def test_nothing_outside_the_document_is_read(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret of this machine")
    html = f'<html lang="en"><title>t</title><p>x</p><img alt="i" src="file://{secret}"><a rel="attachment" href="file://{secret}">a</a>'
    assert b"a secret of this machine" not in inside(make_pdf(html, unavailable="no"))


@on_sqlite
def test_without_the_system_libraries_the_page_says_to_print(context, opened, monkeypatch):
    mine = opened(a_case(context))
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name == "weasyprint":
            raise OSError("cannot load library 'libgobject-2.0-0'")
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(Unavailable):
        make_pdf("<p>x</p>", unavailable="no")
    answer = mine.get("/record.pdf")
    assert answer.status_code == 503
    assert "use Print in your browser" in answer.text
