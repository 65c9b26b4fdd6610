"""What the actor's providers have not decided yet, so that staff see what the conversation cannot say."""

from __future__ import annotations

from dataclasses import dataclass

from backend.core.actor import Actor
from backend.core.policy.settings import describe
from backend.core.policy_lint import Finding, Severity, lint
from backend.services.context import Context

_SAFETY = "safety_wording_approved_by"
_OF_SETTINGS = ("_unset", "_undecided", "_unapproved")


@dataclass(frozen=True, slots=True)
class Undecided:
    """One provider's unset settings in words, gaps of its policy, and whether its safety wording waits for approval."""

    provider: str
    settings: tuple[str, ...]
    gaps: tuple[str, ...]
    safety_unapproved: bool


def undecided(context: Context, actor: Actor) -> list[Undecided]:
    """For each of the actor's providers, what is still to be decided; a provider with nothing open is left out."""
    mine = [policy for slug, policy in context.policies.items() if actor.works_for(slug)]
    return [
        Undecided(
            provider=str(policy.name),
            settings=tuple(describe(key) for key in policy.settings.unset if key != _SAFETY),
            gaps=tuple(found.message for found in lint(policy) if _is_gap(found)),
            safety_unapproved=_SAFETY in policy.settings.unset,
        )
        for policy in mine
        if policy.settings.unset
    ]


def _is_gap(found: Finding) -> bool:
    """Something to be mended in the policy itself, not a setting that is listed already."""
    return found.severity is Severity.ERROR and not found.code.endswith(_OF_SETTINGS)
