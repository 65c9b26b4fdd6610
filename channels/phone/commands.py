"""`flask phone`: what to set at Twilio, and the document that answers when none of our processes can."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from backend.config import Config
from backend.services.context import Context
from backend.services.telephone_numbers import transfer_number
from channels.phone import twiml
from channels.phone.locales import locale_for
from channels.phone.speech import pieces, spoken

phone_commands = AppGroup("phone", help="The telephone line: what to set at Twilio.")
_RETRIES = "#rc=2&rp=ct,5xx"  # two more tries where we could not be reached or failed; each answer is given once
_NUMBERS = ("line_number", "staff_transfer_number", "on_call_contact")


@phone_commands.command("setup")
@click.argument("provider")
def setup_command(provider: str) -> None:
    """Print what to enter for a provider's number in the Twilio console, and what is still missing here."""
    config: Config = current_app.extensions["heard"].config
    context: Context = current_app.extensions["heard"].context
    _known(context, provider)
    policy = context.policy(provider)
    base = f"{config.public_url}/phone"
    click.echo(f"For the number of {policy.name.to('en')}, under Voice:")
    click.echo(f"  A call comes in         Webhook  POST  {base}/{policy.slug}/incoming{_RETRIES}")
    click.echo(f"  Primary handler fails   Webhook  POST  {base}/fallback")
    click.echo(f"  Call status changes              POST  {base}/status")
    click.echo("Where Heard itself may be away, host the document of `flask phone fallback` elsewhere (a TwiML Bin,")
    click.echo("or any web server) and enter its address as the fallback instead.")
    for line in _missing(config, context, provider):
        click.echo(f"  missing: {line}")


def _missing(config: Config, context: Context, provider: str) -> list[str]:
    found = [
        f"{name} is not set (environment or .env)"
        for name, value in (
            ("TWILIO_ACCOUNT_SID", config.twilio_account_sid),
            ("TWILIO_AUTH_TOKEN", config.twilio_auth_token),
        )
        if value is None
    ]
    if not config.public_url.startswith("https://"):
        found.append("PUBLIC_URL must be the https:// address that Twilio reaches this installation by")
    settings = context.policy(provider).settings
    return [*found, *(f"{key} is not set in settings.yml" for key in _NUMBERS if settings.text(key) is None)]


@phone_commands.command("fallback")
@click.argument("provider")
@click.option("--output", type=click.Path(path_type=Path), help="A file to write instead of the screen.")
def fallback_command(provider: str, output: Path | None) -> None:
    """Print the document that apologises and puts the caller through; host it apart from Heard."""
    context: Context = current_app.extensions["heard"].context
    _known(context, provider)
    number = transfer_number(context, provider)
    voice = twiml.Voice(locale_for("en"))
    closed = _lines(context, provider, "phone.static_fallback")
    through = _lines(context, provider, "phone.static_fallback_through")
    document = twiml.putting_through(through, closed, voice, number=number) if number else twiml.ending(closed, voice)
    if output is None:
        click.echo(document)
    else:
        output.write_text(document + "\n", encoding="utf-8")
        click.echo(f"Written to {output}.")


def _lines(context: Context, provider: str, key: str) -> list[str]:
    name = context.policy(provider).name.to("en")
    return pieces(spoken(context.wording.say("en", key, provider=name)))


def _known(context: Context, provider: str) -> None:
    if provider not in context.policies:
        raise click.ClickException(f"There is no provider {provider}. There are {', '.join(sorted(context.policies))}.")
