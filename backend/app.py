"""Puts the application together: the public `web` app, the private `api` app, and the commands."""

from __future__ import annotations

import os
from dataclasses import dataclass

from dotenv import load_dotenv
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from backend.api import create_api_app
from backend.calendars.commands import calendar_commands
from backend.calendars.load import load_calendars
from backend.commands import audit_commands, db_commands, worker_command
from backend.config import ROOT, Config, read_config
from backend.console import console
from backend.console.commands import staff_commands
from backend.core.safety import load_patterns
from backend.health import health
from backend.http_errors import register_errors
from backend.limits import Limits
from backend.policies.commands import policy_commands
from backend.policies.load import all_policies
from backend.production import refuse_undecided
from backend.record_page import record_page
from backend.services.context import Context
from backend.services.runner import AskAssistant, Runner
from backend.store.database import Database
from backend.telephone import Telephone
from backend.wording import load_wording
from channels.phone.blueprint import phone
from channels.phone.commands import phone_commands
from channels.rasa_client import RasaClient
from channels.web_chat import web_chat


@dataclass(frozen=True, slots=True)
class Heard:
    """What the pages reach through `current_app.extensions["heard"]`."""

    config: Config
    context: Context
    runner: Runner
    telephone: Telephone


def configuration() -> Config:
    """The configuration from the environment and, in development, from `.env`."""
    load_dotenv(ROOT / ".env")
    return read_config(os.environ)


def build_context(config: Config) -> Context:
    """The context that every service gets."""
    return Context(
        database=Database(config.database_url),
        policies=all_policies(config.policies_folder),
        calendars=load_calendars(),
        safety_patterns={"en": load_patterns("en")},
        wording=load_wording(),
        public_url=config.public_url,
        secret_key=config.secret_key,
        telephone_account=bool(config.twilio_account_sid and config.twilio_auth_token),
    )


def create_app(
    config: Config | None = None, *, context: Context | None = None, ask: AskAssistant | None = None
) -> Flask:
    """The public app: chat, record page, console, health, and the command line."""
    config = config or configuration()
    context = context or build_context(config)
    runner = Runner(context, ask or RasaClient(config.assistant_url, config.service_token).ask)
    app = Flask("heard", static_folder=None)
    app.config.update(
        SECRET_KEY=config.secret_key,
        MAX_CONTENT_LENGTH=1_000_000,
        SESSION_COOKIE_SECURE=config.production,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    telephone = Telephone(config.twilio_account_sid, config.twilio_auth_token, public_url=config.public_url)
    app.extensions["heard"] = Heard(config, context, runner, telephone)
    app.extensions["heard_limits"] = Limits(config.secret_key, config.redis_url)
    if config.trusted_proxies:  # who and how; a proxy may hand on a host name that its visitor made up
        proxies = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    register_errors(app)
    for blueprint in (health, web_chat, phone, record_page, console):
        app.register_blueprint(blueprint)
    for commands in (db_commands, staff_commands, policy_commands, calendar_commands, audit_commands, phone_commands):
        app.cli.add_command(commands)
    app.cli.add_command(worker_command)
    return app


def serve() -> Flask:
    """What gunicorn runs as `web`: the public app with its turn runner started."""
    app = create_app()
    refuse_undecided(app.extensions["heard"].config, app.extensions["heard"].context)
    app.extensions["heard"].runner.start()
    return app


def create_api(config: Config | None = None, *, context: Context | None = None) -> Flask:
    """The private app that only the assistant's actions and this machine reach."""
    config = config or configuration()
    context = context or build_context(config)
    refuse_undecided(config, context)
    assistant = RasaClient(config.assistant_url, config.service_token)
    return create_api_app(context, service_token=config.service_token, assistant_answers=assistant.answers)
