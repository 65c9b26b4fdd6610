"""Settings are read once, checked, and refused with a sentence that names the setting."""

from __future__ import annotations

import pytest
from flask import request

from backend.app import create_app
from backend.config import read_config
from backend.errors import ConfigError

SECRETS = {"SECRET_KEY": "s" * 32, "SERVICE_TOKEN": "t" * 32}


def test_without_settings_there_is_no_redis_and_no_proxy():
    config = read_config(SECRETS)
    assert (config.redis_url, config.trusted_proxies) == (None, 0)
    assert read_config(SECRETS | {"REDIS_URL": "", "TRUSTED_PROXIES": ""}) == config


@pytest.mark.parametrize("url", ["redis://localhost:6379/0", "rediss://cache.example.org:6380/1"])
def test_a_redis_is_named_by_its_address(url):
    assert read_config(SECRETS | {"REDIS_URL": url}).redis_url == url


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("REDIS_URL", "memcached://localhost"),
        ("REDIS_URL", "localhost:6379"),
        ("TRUSTED_PROXIES", "-1"),
        ("TRUSTED_PROXIES", "10"),
        ("TRUSTED_PROXIES", "two"),
        ("TRUSTED_PROXIES", "٢"),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused_with_a_sentence(name, value):
    with pytest.raises(ConfigError, match=rf"{name} must .*\."):
        read_config(SECRETS | {name: value})


@pytest.mark.parametrize(("proxies", "seen"), [("0", "10.0.0.1"), ("1", "198.51.100.9"), ("2", "203.0.113.7")])
def test_the_visitor_is_found_behind_trusted_proxies_and_no_further(tmp_path, proxies, seen):
    settings = {"DATABASE_URL": f"sqlite:///{tmp_path}/heard.sqlite", "TRUSTED_PROXIES": proxies}
    app = create_app(read_config(SECRETS | settings))
    app.add_url_rule("/who", view_func=lambda: f"{request.remote_addr} {request.host}")
    headers = {"X-Forwarded-For": "203.0.113.7, 198.51.100.9", "X-Forwarded-Host": "made.up.example"}
    answer = app.test_client().get("/who", headers=headers, environ_base={"REMOTE_ADDR": "10.0.0.1"})
    assert answer.text == f"{seen} localhost"
