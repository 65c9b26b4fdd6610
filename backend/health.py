"""Health for the outside: yes or no. Detail by part is on the private port."""

from __future__ import annotations

from flask import Blueprint, Response, current_app
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

health = Blueprint("health", __name__, url_prefix="/health")


@health.get("/live")
def live() -> dict[str, str]:
    """Whether this process answers."""
    return {"status": "yes"}


@health.get("/ready")
def ready() -> tuple[dict[str, str], int] | Response:
    """Whether people can be heard: the database takes their words. (The assistant may be away.)"""
    try:
        with current_app.extensions["heard"].context.database.read() as session:
            session.execute(text("SELECT 1 FROM conversation WHERE 1 = 0"))
    except SQLAlchemyError:
        return {"status": "no"}, 503
    return {"status": "yes"}, 200
