"""Runs the actions package inside Rasa's own process, behind Rasa's action endpoint."""

from __future__ import annotations

from typing import Any

from jsonschema import Draft7Validator
from jsonschema.exceptions import best_match
from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor


class InProcessActions(EndpointConfig):
    """An action endpoint whose request is a call of the rasa-sdk executor."""

    def __init__(self, package: str = "actions") -> None:
        super().__init__(url="in-process", enable_selective_domain=True)
        self._executor = ActionExecutor()
        self._executor.register_package(package)

    async def request(self, *_args: Any, **request: Any) -> Any | None:
        """Run the action the posted JSON names and return its events and responses."""
        return await self._executor.run(request["json"])


def check_action_results_with_one_validator() -> None:
    """Keep Rasa's check of every action result, but build its validator once.

    Rasa 3.6 re-checks its own schema against the meta-schema at every call, about 17 ms of CPU:
    nine tenths of a turn with two calls.
    """
    validator = Draft7Validator(RemoteAction.action_response_format_spec())

    def validate_action_result(_action: RemoteAction, result: Any) -> bool:
        error = best_match(validator.iter_errors(result))
        if error is not None:
            raise error
        return True

    RemoteAction._validate_action_result = validate_action_result  # type: ignore[method-assign]
