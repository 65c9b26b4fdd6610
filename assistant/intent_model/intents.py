"""The intents by what may be done with them."""

from __future__ import annotations

DANGER = ("report_emergency", "express_self_harm", "disclose_abuse")

# Examples of no intent, which only the danger screen and the thresholds learn from.
ORDINARY = "ordinary"

# What a story is about. Suggestions: several may hold, none decides anything alone.
_ABOUT = (
    "treatment_result injury_or_pain consent_or_information staff_attitude appointment_or_delay no_reply billing "
    "report_delay report_content privacy discrimination premises unclear"
)
TOPICS = frozenset({f"complain_{about}" for about in _ABOUT.split()} | {"on_behalf_of_someone", "raise_concern"})

# Heard at every turn, wherever in a long text they are said.
FIRST_DUTIES = frozenset({"ask_human", "ask_language", "ask_adjustment"})

# How an open question is answered in a word or two.
SHORT_ANSWERS = frozenset(["affirm", "deny", "unsure", "skip_question", "finished_telling"])

SMALL_TALK = frozenset(["greet", "thanks", "goodbye", "insult", "out_of_scope", "give_praise"])

# Ordinary questions and what is beside the point: words that do not ask anything are an answer to what is open.
ASKED = frozenset(["ask_question", "ask_outcome", "ask_process", "ask_bot", "out_of_scope"])

# What is said to whoever listens, and is often told of others.
ASIDES = frozenset(
    ["wait_a_moment", "slow_down", "repeat_please", "ask_human", "request_records", "affirm", "deny", "unsure"]
)

# First words that open something other than a complaint told from its beginning.
OPENERS = frozenset(
    [
        "give_praise",
        "staff_raises_patient_safety",
        "employment_grievance",
        "escalate",
        "already_with_external_body",
        "reopen_resolved_complaint",
        "request_records",
        "ask_status",
    ]
)

ANSWER = "add_information"
NOT_UNDERSTOOD = "nlu_fallback"
# An answer goes to the form as it is; every other intent has a rule of its own.
ANSWERS = TOPICS | SHORT_ANSWERS | {ANSWER, NOT_UNDERSTOOD}
