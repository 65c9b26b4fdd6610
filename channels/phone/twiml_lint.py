"""Whether a TwiML document is one that Twilio plays and a caller can live with: `problems(twiml)`.

Elements and attributes are the SDK's own; limits are Twilio's documented ones; the rest are rules of ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from xml.etree import ElementTree

from channels.phone.twiml_elements import elements
from channels.phone.twiml_rules import (
    addresses,
    dial,
    gather,
    loops_and_methods,
    pause,
    record,
    redirect,
    spoken,
    start,
    voice,
)

MOST_BYTES = 64 * 1024
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_SPEECH = {"Say", "Play", "Pause"}
_ENDS_WITH = {"Dial", "Record", "Hangup"}
_EVERYWHERE = (addresses, loops_and_methods)
_RULES = {
    "Gather": (gather,),
    "Say": (spoken, voice),
    "Pause": (pause,),
    "Record": (record,),
    "Dial": (dial,),
    "Start": (start,),
    "Redirect": (redirect,),
}


def problems(twiml: str, *, whisper: bool = False) -> list[str]:
    """Everything wrong with a document, a sentence each; `whisper` for one played to staff before they are joined."""
    size = len(twiml.encode())
    if size > MOST_BYTES:
        return [f"Response: a document may have {MOST_BYTES} bytes; this has {size}."]
    try:
        root = ElementTree.fromstring(twiml.encode())
    except ElementTree.ParseError as error:
        return [f"The document is not XML ({error})."]
    if root.tag != "Response":
        return [f"{root.tag}: the root must be Response."]
    found = list(_structure(root))
    found += _of_whisper(root) if whisper else _of_document(root)
    for element in root.iter():
        for rule in (*_EVERYWHERE, *_RULES.get(element.tag, ())):
            if not (whisper and rule is gather):
                found += rule(element)
    return found


def _structure(element: ElementTree.Element) -> Iterator[str]:
    known = elements()[element.tag]
    for name in element.attrib:
        plain = "xml:lang" if name == _XML_LANG else name
        if plain not in known.attributes:
            yield f"{element.tag}: there is no attribute {plain}."
    loose = [element.text, *(child.tail for child in element)]
    if not known.text and any(text and text.strip() for text in loose):
        yield f"{element.tag}: holds elements, not text."
    for child in element:
        if child.tag in known.children:
            yield from _structure(child)
        else:
            yield f"{child.tag}: cannot stand inside {element.tag}."


def _of_document(root: ElementTree.Element) -> Iterator[str]:
    verbs = [child.tag for child in root]
    if not verbs:
        yield "Response: an empty one hangs up on the caller."
        return
    if verbs[0] == "Pause":
        yield "Pause: as the first verb it leaves the call unanswered."
    if "Start" in verbs[1:]:
        yield "Start: a recording begins before anything is said, or it is not of the whole call."
    for verb, following in _followed(verbs):
        if verb == "Gather" and following != "Redirect":
            yield "Gather: needs a Redirect right after it, for when nothing is heard."
    if _SPEECH & set(verbs) and not _may_speak(verbs):
        outside = next(verb for verb in verbs if verb in _SPEECH)
        yield f"{outside}: outside a Gather the caller can neither interrupt nor answer it."
    if verbs[-1] not in _ENDS_WITH | {"Redirect"}:
        yield f"{verbs[-1]}: the document ends here, and the call with it; end in Redirect, Dial, Record or Hangup."


def _may_speak(verbs: list[str]) -> bool:
    """Speech outside a Gather is for the last words of a call, a transfer, a recording, and "one moment"."""
    if verbs[-1] == "Redirect":
        return len(verbs) > 1 and verbs[-2] in {"Pause", "Record"} and "Gather" not in verbs
    return verbs[-1] in _ENDS_WITH and "Gather" not in verbs


def _of_whisper(root: ElementTree.Element) -> Iterator[str]:
    verbs = [child.tag for child in root]
    for verb, following in _followed(verbs):
        if verb == "Gather" and following not in {"Redirect", "Hangup"}:
            yield "Gather: staff who press nothing must not be joined; put Hangup or Redirect after it."
    for verb in verbs:
        if verb in {"Dial", "Record", "Start"}:
            yield f"{verb}: cannot be played before staff are joined."


def _followed(verbs: list[str]) -> list[tuple[str, str | None]]:
    """Each verb with the one after it."""
    return list(zip_longest(verbs, verbs[1:]))
