"""The record as a tagged PDF (PDF/UA-1). Nothing is fetched while it is made, from the network or from disk."""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from typing import Any

from backend.errors import Unavailable

logger = logging.getLogger(__name__)
_STYLE = Path(__file__).parent / "static" / "paper.css"
_ONE_AT_A_TIME = threading.Lock()  # the page setter is heavy, and its font list is shared by threads


def make_pdf(html: str, *, unavailable: str) -> bytes:
    """The document as PDF; Unavailable, with the sentence, where the system libraries for it are absent."""
    try:
        import weasyprint  # its libraries are large, and not on every machine
    except (ImportError, OSError) as error:
        logger.warning("WeasyPrint cannot be loaded: %s", error)
        raise Unavailable(unavailable) from error
    fetcher = _nothing(weasyprint)
    with _ONE_AT_A_TIME:
        document = weasyprint.HTML(string=html, url_fetcher=fetcher)
        style = weasyprint.CSS(string=_STYLE.read_text(encoding="utf-8"), url_fetcher=fetcher)
        made: bytes = document.write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1")
    return made


def _nothing(weasyprint: Any) -> Any:
    """A fetcher that fetches nothing: the document brings all it needs, and its words are a stranger's."""

    class Nothing(weasyprint.urls.URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            raise ValueError("The record loads nothing.")

    return Nothing()
