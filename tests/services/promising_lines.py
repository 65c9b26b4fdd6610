"""Every line that promises something, and what holds us to it.

A line is `<owner>:<topic>.<key>`; what stands behind it is a kind of obligation, or `alert` (danger that
staff must acknowledge) or `timer` (the worker acts at the end of a wait).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from backend.config import ROOT

FOLDERS = {"assistant": ROOT / "assistant" / "translations" / "en", "backend": ROOT / "backend" / "translations" / "en"}
PROMISING = re.compile(
    r"\b(will|shall|we'll|I'll|by the end of|must be answered|booked|next look|answers within|aims to"
    r"|should (?:answer|happen)|has been alerted|due by|is due"
    r"|a person (?:still |also )?(?:deals|writes|asks|reads|sees|looks|arranges|sends|confirms)"
    r"|(?:I|we) have (?:also )?(?:asked|marked|alerted))\b",
    re.IGNORECASE,
)

PROMISES = {
    "assistant:after.status": "reply",
    "assistant:after.ask.settled": "next_stage_info",
    "assistant:after.settled_noted": "next_stage_info",
    "assistant:after.withdraw_noted": "next_stage_info",
    "assistant:after.escalated": "reply",
    "assistant:after.escalate_noted": "next_stage_info",
    "assistant:after.no_independent_route": "next_stage_info",
    "assistant:agree.copy_by_email": "copy",
    "assistant:agree.copy_by_post": "copy",
    "assistant:agree.copy_by_text": "copy",
    "assistant:agree.copy_email_asked": "copy",
    "assistant:agree.copy_post_asked": "copy",
    "assistant:agree.copy_read": "copy",
    "assistant:agree.receipt": "reply",
    "assistant:agree.all_done": "reply",
    "assistant:facts.authority_noted": "authority_check",
    "assistant:facts.needs_noted": "needs",
    "assistant:facts.language_noted": "language",
    "assistant:offers.offer_noted": "offer",
    "assistant:points.points_right": "reply",
    "assistant:points.call_instead_noted": "write_down",
    "assistant:points.recording_next": "write_down",
    "assistant:talk.carrying_on_kept": "reply",
    "assistant:talk.language": "language",
    "assistant:talk.records_noted": "records_request",
    "assistant:talk.grievance_noted": "call_back",
    "assistant:talk.patient_safety_noted": "call_back",
    "assistant:talk.reopen_noted": "call_back",
    "assistant:talk.external_noted": "call_back",
    "assistant:tell.case_opened": "reply",
    "assistant:tell.form_link_by_person": "form_link",
    "assistant:tell.concern_upgraded": "reply",
    "assistant:tell.concern_kept": "reply",
    "backend:chat_page.answer_by": "reply",
    "backend:chat_page.owner_waiting": "timer",
    "backend:emails.receipt_body": "reply",
    "backend:handoff.waiting": "timer",
    "backend:handoff.still_waiting": "timer",
    "backend:handoff.staff_silent": "timer",
    "backend:handoff.staff_silent_voice": "timer",
    "backend:handoff.call_back": "call_back",
    "backend:handoff.call_back_quietly": "call_back",
    "backend:handoff.carrying_on": "call_back",
    "backend:handoff.wait_over": "call_back",
    "backend:handoff.call_back_voice": "call_back",
    "backend:handoff.call_back_quietly_voice": "call_back",
    "backend:handoff.carrying_on_voice": "call_back",
    "backend:handoff.wait_over_voice": "call_back",
    "backend:handoff.not_taken": "call_back",
    "backend:record_page.kind_unsorted": "reply",
    "backend:record_page.answer_line": "reply",
    "backend:record_page.points_lead": "reply",
    "backend:record_page.further_asked": "next_stage_info",
    "backend:record_page.done_outside": "next_stage_info",
    "backend:record_page.done_noted": "next_stage_info",
    "backend:phone.ending_at_risk": "alert",
    "backend:safety.emergency": "alert",
    "backend:safety.self_harm": "alert",
    "backend:safety.abuse": "alert",
    "backend:safety.emergency_voice": "alert",
    "backend:safety.self_harm_voice": "alert",
    "backend:safety.abuse_voice": "alert",
    "backend:safety.people_open": "alert",
    "backend:safety.people_closed": "alert",
    "backend:stages.answers_will": "reply",
    "backend:stages.answers_should": "reply",
    "backend:stages.answers_aim": "reply",
    "backend:stages.if_missed": "reply",
    "backend:stages.line_will": "reply",
    "backend:stages.line_should": "reply",
    "backend:stages.line_aim": "reply",
    "backend:states.unsorted": "reply",
    "backend:turns.kept": "reply",
    "backend:turns.kept_voice": "reply",
}

NO_PROMISE = {
    "assistant:after.ask.withdraw": "asks",
    "assistant:after.ask.start_over": "asks",
    "assistant:facts.ask.code": "what the person will need",
    "assistant:talk.process": "what will not count against them",
    "assistant:talk.outcome_unknown": "says that nothing can be said",
    "backend:choices.copy_page": "the person's own words",
    "backend:console.answer_lead": "to staff",
    "backend:console.event_no_staff": "to staff",
    "backend:console.event_wait_over": "to staff",
    "backend:console.flag_not_satisfied": "to staff; next_stage_info is open",
    "backend:console.sort_lead": "to staff",
    "backend:console.undecided_lead": "to staff",
    "backend:emails.why_asked": "to staff",
    "backend:emails.why_carry_on": "to staff",
    "backend:emails.why_danger": "to staff",
    "backend:emails.why_wait_limit": "to staff",
    "backend:greeting.tell": "what will not count against them",
    "backend:phone.more_time_on": "what the line itself does from now on",
    "backend:phone.relay_on": "what the line itself does from now on",
    "backend:phone.slower_on": "what the line itself does from now on",
    "backend:phone.whisper_left": "to staff; call_back is booked when nobody took the call",
    "backend:promises.line_missed": "an obligation itself",
    "backend:promises.write_down": "an obligation itself",
    "backend:promises.authority_check": "an obligation itself",
    "backend:record_page.answer_was_promised": "an answer that was sent",
    "backend:record_page.answer": "a heading over the answer's date",
    "backend:record_page.check_lead": "what will do",
    "backend:stages.duty_next_update": "a part of stages.if_missed",
}


def lines() -> Iterator[tuple[str, str]]:
    """Every line of every English wording file, with all that it may say."""
    for owner, folder in FOLDERS.items():
        for path in sorted(folder.glob("*.yml")):
            for key, value in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).items():
                said = value.values() if isinstance(value, dict) else [value]
                yield f"{owner}:{path.stem}.{key}", "\n".join(str(text) for text in said)
