"""Who it is for, and what somebody says they are called."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.entities.found import Found, found_at

# What people call each other -> the plain word.
_RELATIVES = {
    "mother": "mother mum mam mom ma mummy mammy",
    "father": "father dad da daddy",
    "grandmother": "grandmother gran nan nana nanna granny grandma",
    "grandfather": "grandfather grandad granddad grandpa",
    "wife": "wife missus",
    "husband": "husband hubby",
    "partner": "partner girlfriend boyfriend fiance fiancee",
    "daughter": "daughter",
    "son": "son lad",
    "child": "child kid baby",
    "sister": "sister",
    "brother": "brother",
    "aunt": "aunt auntie aunty",
    "uncle": "uncle",
    "niece": "niece",
    "nephew": "nephew",
    "cousin": "cousin",
    "grandchild": "grandson granddaughter grandchild",
    "relative": "mother-in-law father-in-law stepmother stepfather stepson stepdaughter",
    "friend": "friend mate pal",
    "neighbour": "neighbour neighbor",
    "client": "client",
    "patient": "patient",
}
_WORD_TO_KIND = {word: kind for kind, words in _RELATIVES.items() for word in words.split()}
_RELATIVE = "|".join(sorted(map(re.escape, _WORD_TO_KIND), key=len, reverse=True))
_SURELY = r"(?:on (?:the )?behalf of|acting for|speaking for|representing|in the name of)"
_VERB = "calling|ringing|phoning|writing|complaining|asking|speaking|here|doing (?:this|it|that)"
_VERB += "|putting (?:this|it) in|complaint|complaining|concern|this is|that is|that's|it is|it's|its"
_PERHAPS = rf"(?:(?:^|[.!?]\s+|\b(?:{_VERB}) )(?:for|about))"
_OWN = r"(?:my|our|me|mi|ma)"
_LATE = r"(?:late |elderly |old |poor |dear |disabled |teenage |young |little )?"
_ON_BEHALF = re.compile(
    rf"(?:\b{_SURELY}|{_PERHAPS}) (?P<said>{_OWN} {_LATE}(?P<who>{_RELATIVE}))(?!['’]s|\w)",
    re.IGNORECASE,
)
_ROLE = "carer|daughter|son|wife|husband|partner|mother|mum|father|dad|sister|brother|advocate"
_ROLE += "|solicitor|guardian|attorney|support worker|social worker|friend|neighbour|niece|nephew"
_ROLE += "|granddaughter|grandson|executor|executrix|mp|representative|key worker|nan|gran"
_I_AM_THEIR = re.compile(
    rf"\bi(?:'m| am|m) (?P<said>(?:her|his|their|the patient'?s) (?:\w+ )?(?P<who>{_ROLE}))\b",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"\b(?:my name(?:'s| is)|my full name(?:'s| is)|the name(?:'s| is)|i(?:'m| am) called"
    r"|it(?:'s| is)? under the name(?: of)?|name:)\s+"
    r"(?P<said>[^\W\d_][\w'’.-]*(?:\s+(?!(?:and|but|i|my|from|on|at|with|here|calling|ringing"
    r"|speaking|writing|about|the|it|its|it's|because|so|who|your|you|we|please|thanks|thank|im|i'm|am|mr|mrs)\b)"
    r"[^\W\d_][\w'’.-]*){0,3})",
    re.IGNORECASE,
)
_NOT_A_NAME = re.compile(r"(?:not|on|in|the|a|an|private|spelt|spelled|wrong|down|confidential)\b", re.IGNORECASE)


def relationships(text: str) -> Iterator[Found]:
    """For whom somebody speaks; the value is the plain word, the text what they said."""
    for match in _ON_BEHALF.finditer(text):
        kind = _WORD_TO_KIND[match["who"].lower()]
        start, end = match.span("said")
        yield found_at("relationship", kind, text=text, start=start, end=end)
    for match in _I_AM_THEIR.finditer(text):
        start, end = match.span("said")
        yield found_at("relationship", match["who"].lower(), text=text, start=start, end=end)


def names(text: str) -> Iterator[Found]:
    """The name somebody gives as their own, at most four words, as they wrote it."""
    for match in _NAME.finditer(text):
        if _NOT_A_NAME.match(match["said"]):
            continue
        start, end = match.span("said")
        end -= len(match["said"]) - len(match["said"].rstrip(".-'’"))
        yield found_at("name", text[start:end], text=text, start=start, end=end)
