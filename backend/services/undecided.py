"""What the actor's providers have not decided yet, so that staff see what the conversation cannot say."""

from __future__ import annotations

from dataclasses import dataclass

from backend.core.actor import Actor
from backend.core.policy.settings import describe
from backend.services.context import Context

_SAFETY = "safety_wording_approved_by"


@dataclass(frozen=True, slots=True)
class Undecided:
    """One provider's unset settings in words, and whether its safety wording still waits for approval."""

    provider: str
    settings: tuple[str, ...]
    safety_unapproved: bool


def undecided(context: Context, actor: Actor) -> list[Undecided]:
    """For each of the actor's providers, what is still to be decided; a provider with nothing open is left out."""
    mine = [policy for slug, policy in context.policies.items() if actor.works_for(slug)]
    return [
        Undecided(
            provider=str(policy.name),
            settings=tuple(describe(key) for key in policy.settings.unset if key != _SAFETY),
            safety_unapproved=_SAFETY in policy.settings.unset,
        )
        for policy in mine
        if policy.settings.unset
    ]
