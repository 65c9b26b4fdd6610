"""The private JSON API for the assistant's actions, described by its own OpenAPI document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from apiflask import APIBlueprint, APIFlask, HTTPError, HTTPTokenAuth
from flask import Response
from pydantic import BaseModel, ConfigDict, Field

from backend.api.watching import watching
from backend.http_errors import problem, register_errors
from backend.services.context import Context
from backend.services.operations import operate
from backend.services.tokens import same


class ChoiceIn(BaseModel):
    """A ready answer that was chosen."""

    meaning: str
    about: str | None = None


class Entity(BaseModel):
    """Something found in the words: where, as said, and its read value."""

    model_config = ConfigDict(extra="allow")
    entity: str
    value: Any = None
    start: int = 0
    end: int = 0
    text: str = ""


class Topic(BaseModel):
    """A label the words may be about."""

    intent: str
    confidence: float


class Understood(BaseModel):
    """What the assistant understood of a turn's words; the words themselves are stored already."""

    text: str | None = Field(None, max_length=60_000)
    intent: str | None = None
    confidence: float | None = None
    choice: ChoiceIn | None = None
    entities: list[Entity] = []
    topics: list[Topic] = []


class SayOut(BaseModel):
    """One thing to say: a wording key and display-ready values."""

    key: str
    values: dict[str, str | list[str]]


class LabelledChoice(ChoiceIn):
    """A choice with its label in the conversation's language."""

    label: str


class QuestionOut(BaseModel):
    """The question to ask next."""

    key: str
    kind: str
    about: str | None
    values: dict[str, str | list[str]]
    choices: list[LabelledChoice]


class ReplyOut(BaseModel):
    """What an operation answers: what to say, and the question that is open."""

    says: list[SayOut]
    question: QuestionOut | None


PROBLEM = {
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
}


def _problem(error: HTTPError) -> Response:
    """APIFlask's own errors in the same form as all others."""
    detail = "That is not what this operation takes. See /api/v1/openapi.json."
    if error.status_code == 401:
        detail = "This address needs the service token."
    return problem(error.status_code, (error.message or "error").lower().replace(" ", "-"), detail)


def create_api_app(context: Context, *, service_token: str, assistant_answers: Callable[[], bool]) -> APIFlask:
    """The private app; every operation needs the service token, its description, health and metrics do not."""
    app = APIFlask("heard-api", title="Heard, for its assistant", version="1", spec_path="/api/v1/openapi.json")
    register_errors(app)
    app.error_processor(_problem)
    app.config["VALIDATION_ERROR_SCHEMA"] = app.config["HTTP_ERROR_SCHEMA"] = PROBLEM
    auth = HTTPTokenAuth(scheme="Bearer")
    auth.verify_token(lambda token: same(token or "", service_token))
    turns = APIBlueprint("turns", __name__, url_prefix="/api/v1/turns")

    @turns.post("/<turn>/<operation>")
    @turns.auth_required(auth)
    @turns.input(Understood, arg_name="understood")
    @turns.output(ReplyOut)
    @turns.doc(summary="Do one operation for a running turn; a repeat gets the same answer")
    def do(turn: str, operation: str, understood: Understood) -> dict[str, Any]:
        return operate(context, turn, operation, understood.model_dump())

    app.register_blueprint(turns)
    app.register_blueprint(watching(context, assistant_answers=assistant_answers))
    return app
