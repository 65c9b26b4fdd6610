"""The intents by what may be done with them."""

from __future__ import annotations

DANGER = ("report_emergency", "express_self_harm", "disclose_abuse")

# What a story is about. Suggestions: several may hold, none decides anything alone.
TOPICS = frozenset(
    """complain_treatment_result complain_injury_or_pain complain_consent_or_information
    complain_staff_attitude complain_appointment_or_delay complain_no_reply complain_billing
    complain_report_delay complain_report_content complain_privacy complain_discrimination
    complain_premises complain_unclear on_behalf_of_someone raise_concern""".split()
)

# Heard at every turn, wherever in a long text they are said.
FIRST_DUTIES = frozenset({"ask_human", "ask_language", "ask_adjustment"})

# How an open question is answered in a word or two.
SHORT_ANSWERS = frozenset("affirm deny unsure skip_question finished_telling".split())

SMALL_TALK = frozenset("greet thanks goodbye insult out_of_scope give_praise".split())

ANSWER = "add_information"
NOT_UNDERSTOOD = "nlu_fallback"
# An answer goes to the form as it is; every other intent has a rule of its own.
ANSWERS = TOPICS | SHORT_ANSWERS | {ANSWER, NOT_UNDERSTOOD}
