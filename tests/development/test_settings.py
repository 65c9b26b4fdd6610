"""`.env` is made once, holds secrets of its own, and is refused with a sentence when it is broken."""

from __future__ import annotations

import pytest

from backend.config import read_config
from backend.development.settings import make_dotenv, settings
from backend.errors import ConfigError


def test_a_new_file_holds_secrets_that_the_configuration_accepts(tmp_path):
    path = tmp_path / ".env"
    make_dotenv(path)
    config = read_config(settings(path, {}))
    assert len(config.secret_key) >= 32
    assert config.secret_key != config.service_token
    assert path.stat().st_mode & 0o777 == 0o600


def test_it_is_made_once(tmp_path):
    path = tmp_path / ".env"
    make_dotenv(path)
    first = path.read_text()
    make_dotenv(path)
    assert path.read_text() == first


def test_the_environment_wins(tmp_path):
    path = tmp_path / ".env"
    path.write_text('PORT=8100\nSMTP_URL="smtp://mail"\n')
    assert settings(path, {"PORT": "9000"}) == {"PORT": "9000", "SMTP_URL": "smtp://mail"}


@pytest.mark.parametrize(
    ("text", "line"), [(b"PORT=8100\nwhat is this\n", "Line 2"), (b"A='open\n", "Line 1"), (b"A=\xff\n", ".env")]
)
def test_what_cannot_be_read_is_named(tmp_path, text, line):
    path = tmp_path / ".env"
    path.write_bytes(text)
    with pytest.raises(ConfigError, match=f"{line}.* cannot be read"):
        settings(path, {})
