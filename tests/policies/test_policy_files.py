"""Reading policy folders, and what holds for every policy that is shipped."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from backend.core.policy import PolicyError
from backend.policies import all_policies, load_folder, load_policy
from backend.policies.load import POLICIES
from tests.policies.builders import THIRD_PROVIDER

ROOT = Path(__file__).parents[2]
SHIPPED = all_policies()
EVERY_CLAUSE = [clause for policy in SHIPPED.values() for clause in policy.clauses.values()]


def test_the_two_providers_are_there():
    assert set(SHIPPED) == {"exclusive-health", "lumiere"}


def test_every_requirement_is_a_clause_exactly_once():
    numbers = Counter(int(clause.id.split(".R")[1]) for clause in EVERY_CLAUSE)
    assert numbers == Counter(range(1, 106))


def test_every_reading_is_used_by_a_provider_and_means_the_same_to_both():
    readings = [reading for policy in SHIPPED.values() for reading in policy.readings.values()]
    values = {(reading.id, reading.setting, reading.value) for reading in readings}
    assert Counter(int(reading.removeprefix("Q")) for reading, _, _ in values) == Counter(range(1, 38))


@pytest.mark.parametrize("test", sorted({clause.test for clause in EVERY_CLAUSE if clause.test}))
def test_a_test_that_holds_a_clause_is_there(test):
    file, name = test.split("::")
    assert (ROOT / file).is_file(), f"{test} holds a clause and its file is not there."
    assert re.search(rf"^def {name}\(", (ROOT / file).read_text(), re.MULTILINE), f"There is no {test}."


@pytest.mark.parametrize("policy", SHIPPED.values(), ids=SHIPPED)
def test_every_clause_has_its_duty_in_a_sentence(policy):
    assert all(clause.duty.endswith(".") and clause.quote for clause in policy.clauses.values())


def test_an_invented_provider_needs_no_code():
    [policy] = all_policies(THIRD_PROVIDER.parent).values()
    assert [stage.limit_working_days for stage in policy.stages] == [1, 5, 21, None]
    assert policy.stages[0].name.to("cy") == "Cam un, gwrando"
    assert policy.next_stage("review").external
    assert policy.next_stage("panel") is None
    assert policy.topic_of("complain_privacy").key == "visit"
    assert [offer.key for offer in policy.offers_for(["teeth"])] == []
    assert not policy.knows_concerns


def test_a_folder_that_starts_with_an_underscore_is_no_provider(tmp_path):
    shutil.copytree(THIRD_PROVIDER, tmp_path / "_draft")
    assert all_policies(tmp_path) == {}


def test_a_provider_that_is_not_there_is_refused():
    with pytest.raises(PolicyError, match="no policy for the provider nobody"):
        load_policy("nobody")


@pytest.mark.parametrize("slug", ["../lumiere", ".", "", "lumiere/../lumiere"])
def test_a_short_name_is_no_path(slug):
    with pytest.raises(PolicyError, match="no policy"):
        load_policy(slug)


def test_the_folder_has_the_name_of_its_provider(tmp_path):
    shutil.copytree(THIRD_PROVIDER, tmp_path / "other")
    with pytest.raises(PolicyError, match="give both the same name"):
        load_policy("other", directory=tmp_path)


def test_an_earlier_version_is_read_for_the_cases_opened_under_it(tmp_path):
    now = tmp_path / "third_provider"
    shutil.copytree(THIRD_PROVIDER, now)
    shutil.copytree(THIRD_PROVIDER, now / "earlier" / "2026-03-02")
    file = now / "policy.yml"
    file.write_text(file.read_text().replace("version: 2026-03-02", "version: 2026-09-01"))
    pinned = load_policy("third_provider", version=date(2026, 3, 2), directory=tmp_path)
    assert pinned.version == date(2026, 3, 2)
    assert load_policy("third_provider", directory=tmp_path).version == date(2026, 9, 1)
    with pytest.raises(PolicyError, match="no version 2025-01-01"):
        load_policy("third_provider", version=date(2025, 1, 1), directory=tmp_path)


@pytest.mark.parametrize(
    ("file", "text", "sentence"),
    [
        ("policy.yml", "a: [", "is no valid YAML"),
        ("policy.yml", "a: 1\na: 2", "Line 1: a is there twice"),
        ("policy.yml", "- a", "must be a list of keys and values"),
        ("policy.yml", "provider: x", "needs the key policy_text"),
        ("settings.yml", "sender_email: 1", "The settings need the key"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(tmp_path, file, text, sentence):
    folder = tmp_path / "third_provider"
    shutil.copytree(THIRD_PROVIDER, folder)
    (folder / file).write_text(text)
    with pytest.raises(PolicyError, match=sentence):
        load_folder(folder)


def test_a_text_that_is_missing_is_refused(tmp_path):
    folder = tmp_path / "third_provider"
    shutil.copytree(THIRD_PROVIDER, folder)
    (folder / "policy.txt").unlink()
    with pytest.raises(PolicyError, match="cannot be read"):
        load_folder(folder)


def test_the_shipped_settings_are_unset():
    assert all(policy.settings.unset == tuple(policy.settings.values) for policy in SHIPPED.values())
    assert (POLICIES / "lumiere" / "settings.yml").is_file()
