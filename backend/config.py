"""Configuration: read once from the environment, checked, and refused with a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from backend.errors import ConfigError

ROOT = Path(__file__).resolve().parent.parent
_SHORTEST_SECRET = 32
_MOST_PROXIES = 9


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that differs from one installation to another."""

    environment: str
    database_url: str
    public_url: str
    port: int
    api_port: int
    assistant_url: str
    secret_key: str
    service_token: str
    smtp_url: str | None
    redis_url: str | None
    trusted_proxies: int
    policies_folder: Path
    twilio_account_sid: str | None = None
    twilio_auth_token: str | None = None
    twilio_shared_keys: Mapping[str, str] = field(default_factory=dict)

    @property
    def production(self) -> bool:
        """Whether real people use this installation."""
        return self.environment == "production"


def read_config(environ: Mapping[str, str]) -> Config:
    """The configuration in these variables, or ConfigError with the first thing to put right."""
    environment = environ.get("HEARD_ENV", "development")
    if environment not in {"development", "production"}:
        raise ConfigError("HEARD_ENV must be development or production.")
    port = _port(environ, "PORT", 8000)
    return Config(
        environment=environment,
        database_url=_database(environ.get("DATABASE_URL", f"sqlite:///{ROOT}/instance/heard.sqlite")),
        public_url=_url(environ, "PUBLIC_URL", f"http://localhost:{port}"),
        port=port,
        api_port=_port(environ, "API_PORT", 8001),
        assistant_url=_url(environ, "ASSISTANT_URL", f"http://127.0.0.1:{environ.get('ASSISTANT_PORT', '5005')}"),
        secret_key=_secret(environ, "SECRET_KEY"),
        service_token=_secret(environ, "SERVICE_TOKEN"),
        smtp_url=environ.get("SMTP_URL") or None,
        redis_url=_redis(environ.get("REDIS_URL") or None),
        trusted_proxies=_proxies(environ.get("TRUSTED_PROXIES") or "0"),
        policies_folder=Path(environ.get("POLICIES_FOLDER", ROOT / "backend" / "policies")),
        twilio_account_sid=environ.get("TWILIO_ACCOUNT_SID") or None,
        twilio_auth_token=environ.get("TWILIO_AUTH_TOKEN") or None,
        twilio_shared_keys=_shared_keys(environ.get("TWILIO_SHARED_KEYS", "")),
    )


def _shared_keys(text: str) -> dict[str, str]:
    """Shared keys of signed webhooks: `id=secret`, separated by spaces."""
    pairs = [part.partition("=") for part in text.split()]
    if not all(name and secret for name, _, secret in pairs):
        raise ConfigError("TWILIO_SHARED_KEYS must be pairs such as webhooks_sharedkey_1=secret, separated by spaces.")
    return {name: secret for name, _, secret in pairs}


def _port(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name, str(default))
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise ConfigError(f"{name} must be a port number from 1 to 65535; it is {text!r}.")
    return int(text)


def _url(environ: Mapping[str, str], name: str, default: str) -> str:
    text = environ.get(name, default).rstrip("/")
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ConfigError(f"{name} must be a web address such as https://complaints.example.org.")
    return text


def _database(url: str) -> str:
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ConfigError("DATABASE_URL must start with sqlite:/// or postgresql+psycopg://.")
    return url


def _redis(url: str | None) -> str | None:
    if url is not None and not url.startswith(("redis://", "rediss://")):
        raise ConfigError("REDIS_URL must start with redis:// or rediss://.")
    return url


def _proxies(text: str) -> int:
    if text not in map(str, range(_MOST_PROXIES + 1)):
        raise ConfigError(
            f"TRUSTED_PROXIES must be how many proxies of your own each request passes, 0 to {_MOST_PROXIES}; "
            f"it is {text!r}."
        )
    return int(text)


def _secret(environ: Mapping[str, str], name: str) -> str:
    text = environ.get(name, "")
    if len(text) < _SHORTEST_SECRET:
        raise ConfigError(f"{name} must be set to at least {_SHORTEST_SECRET} random characters (see README).")
    return text
