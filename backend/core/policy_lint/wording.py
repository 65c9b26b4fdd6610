"""Rules on a policy's own words: what they leave out, and what is outdated."""

from __future__ import annotations

import re
from collections.abc import Iterator

from backend.core.policy import ComplaintsPolicy
from backend.core.policy.checks import fold
from backend.core.policy_lint.findings import Gap, note, warning

# A sentence from the ADR Regulations of 2015; since 6 April 2026 the DMCC Act 2024, part 4, chapter 4 holds.
_ADR_OF_2015 = r"service providers need to signpost|government authorised consumer redress scheme"


def working_day_undefined(policy: ComplaintsPolicy) -> Iterator[Gap]:
    """Working days are counted and not defined."""
    if _says(policy, r"working days?") and not _says(policy, r"bank holiday|monday to friday"):
        yield warning("working_day_undefined", "The policy counts working days and does not define them.", "Q1")


def no_acknowledgement(policy: ComplaintsPolicy) -> Iterator[Gap]:
    """No time is set for acknowledging."""
    if not _says(policy, r"acknowledg[^.]{0,80}\b(?:hours?|days?)\b"):
        yield warning("no_acknowledgement", "The policy sets no time for acknowledging a complaint.", "Q10")


def no_consent_rule(policy: ComplaintsPolicy) -> Iterator[Gap]:
    """Nothing is said of consent when one person complains for another."""
    if not _says(policy, r"\bconsent\b|\bpermission\b|power of attorney|authority to act"):
        message = "The policy does not say what consent or authority is needed to complain for someone else."
        yield warning("no_consent_rule", message, "Q28")


def no_time_limit(policy: ComplaintsPolicy) -> Iterator[Gap]:
    """No limit is set for complaining or escalating."""
    if not _says(policy, r"within [\w-]+ (?:months?|years?)"):
        message = "The policy sets no time limit for complaining or escalating."
        yield note("no_time_limit", message, "Q27")


def outdated_redress_sentence(policy: ComplaintsPolicy) -> Iterator[Gap]:
    """A sentence repeats rules that are no longer in force."""
    if _says(policy, _ADR_OF_2015):
        message = (
            "The sentence on signposting to a redress scheme restates rules of 2015, replaced on "
            "6 April 2026; say which redress the provider really offers or is bound to."
        )
        yield warning("outdated_redress_sentence", message, "Q24")


def one_language(policy: ComplaintsPolicy) -> Iterator[Gap]:
    """Other languages are promised and one is set."""
    if len(policy.languages) == 1 and _says(policy, r"(?:alternative|other|another) languages?"):
        yield note("one_language", "The policy promises other languages, and only one is set.")


def retention_unsaid(policy: ComplaintsPolicy) -> Iterator[Gap]:
    """No clause says how long a complaint is kept."""
    if not _says(policy, r"\b(?:kept|keep|retain\w*)\b[^.]{0,60}\byears?\b"):
        years = policy.retention.years_after_closing
        message = (
            f"The policy does not say how long a complaint is kept; set to {years} years after closing: "
            f"{policy.retention.basis}."
        )
        yield note("retention_unsaid", message)


def _says(policy: ComplaintsPolicy, pattern: str) -> bool:
    return re.search(pattern, fold(policy.text), re.IGNORECASE) is not None
