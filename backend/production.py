"""What holds where real people use an installation: nothing starts while a provider has something to decide."""

from __future__ import annotations

from backend.config import Config
from backend.core.policy_lint import production_blockers
from backend.errors import ConfigError
from backend.services.context import Context


def refuse_undecided(config: Config, context: Context) -> None:
    """ConfigError with the list, in production, while a provider's setting is not decided."""
    if not config.production:
        return
    undecided = [line for policy in context.policies.values() for line in production_blockers(policy)]
    if undecided:
        lines = "\n".join(undecided)
        raise ConfigError(f"Nothing starts until every provider's settings.yml is decided:\n{lines}")
