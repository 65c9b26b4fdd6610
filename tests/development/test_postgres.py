"""The throw-away PostgreSQL that other tests rely on."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests import postgres


def test_it_gives_an_empty_database_that_takes_several_connections(postgres_url):
    engine = create_engine(postgres_url)
    with engine.connect() as first, engine.connect() as second:
        first.execute(text("CREATE TABLE seen (id int)"))
        first.commit()
        assert second.scalar(text("SELECT count(*) FROM seen")) == 0
    engine.dispose()


def test_nothing_of_the_server_is_left(monkeypatch):
    monkeypatch.delenv("TEST_POSTGRES_URL", raising=False)
    with postgres.server() as address:
        folder = Path(address.partition("host=")[2])
        assert folder.exists()
    assert not folder.exists()


def test_without_postgresql_the_skip_says_what_to_install(monkeypatch):
    monkeypatch.delenv("TEST_POSTGRES_URL", raising=False)
    monkeypatch.setattr(postgres, "_programs", lambda: None)
    with pytest.raises(pytest.skip.Exception, match="apt install postgresql"), postgres.server():
        pass
