"""What any caller answers to a question their file says nothing about, and the words in which they choose."""

from __future__ import annotations

from collections.abc import Mapping

from tests.audio_calls.caller import Answer

_NO = Answer(choose="no")
_LEAVE = Answer(choose="leave_it")
A_PERSON_RINGS = "a person rings"  # what a caller is asked once a call-back is booked: a message, or carry on
HABITS: Mapping[str, Answer] = {
    "tell_more": Answer(choose="that_is_everything"),
    "look_into": Answer(choose="yes"),
    "point": Answer(choose="agree"),
    "code": Answer(keys="2749#"),  # the line asks for keys
    "fact.for_whom": Answer(choose="myself"),
    "fact.contact": Answer(choose="this_number"),
    "fact.needs": Answer(choose="none_needed"),
    "offer": Answer(choose="none_of_these"),
    "agree": Answer(choose="agree"),
    "copy": Answer(choose="copy_read"),
    "copy_text": Answer(choose="yes"),
    A_PERSON_RINGS: Answer(choose="carry_on"),
    # Where they come only because the line misunderstood them.
    "contact_number": Answer(keys="07700900123#"),
    "safety_hold": Answer(choose="safe_carry_on"),
    "heard_wrong": Answer(choose="call_instead"),
    "add_point": _LEAVE,
    "which_change": _LEAVE,
    "which_fact": _LEAVE,
    "resume_reference": _LEAVE,
    "resume_check": _LEAVE,
    "start_over": _NO,
    "withdraw": _NO,
    "settled": _NO,
    "escalate": _NO,
}
SKIPS = Answer(choose="skip")
CHANGES = Answer(choose="change")

# The first words, and other ones when those were not understood. What is not here is said as the line says it.
SAID: Mapping[str, tuple[str, str]] = {
    "that_is_everything": ("That's everything.", "No, that's everything."),
    "agree": ("Yes, that's right.", "Yes."),
    "change": ("Change it, please.", "I want to change it."),
    "call_instead": ("A call from a person, please.", "A call."),
    "yes": ("Yes.", "Yes, please."),
    "no": ("No.", "No, thank you."),
    "skip": ("Skip this, please.", "Skip."),
    "myself": ("It's for myself.", "For me."),
    "someone_else": ("It's for someone else.", "Someone else."),
    "they_agree": ("Yes, she agrees.", "They agree."),
    "not_yet": ("Not yet.", "No, not yet."),
    "this_number": ("Use this number, please.", "This number."),
    "another_number": ("Another number, please.", "Another number."),
    "none_needed": ("No, nothing, thank you.", "Nothing."),
    "none_of_these": ("None of these, thank you.", "None."),
    "not_now": ("Not now, thank you.", "Leave it for now."),
    "copy_read": ("Ring me and read it to me, please.", "Read it to me."),
    "copy_post": ("By letter, please.", "A letter."),
    "copy_text": ("By text, please.", "A text message."),
    "person_asks": ("Ring me, please.", "A person to ring me."),
    "safe_carry_on": ("I am safe, carry on.", "I'm safe."),
    "leave_it": ("Leave it as it is.", "Leave it."),
    "carry_on": ("Carry on, please.", "Carry on with you."),
    "more": ("More choices, please.", "More."),
}


def words_for(meaning: str, label: str, attempt: int) -> str:
    """How it is said the first time, or a later time; `label` is how the line has said it."""
    first, later = SAID.get(meaning, (label, label))
    return later if attempt else first
