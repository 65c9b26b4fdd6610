"""`flask policy coverage` and `flask policy lint`."""

from __future__ import annotations

import shutil

from flask import Flask

from backend.policies.commands import policy_commands
from tests.policies.builders import THIRD_PROVIDER

APP = Flask(__name__)
APP.cli.add_command(policy_commands)


def run(*words: str):
    return APP.test_cli_runner().invoke(args=["policy", *words])


def test_coverage_lists_every_clause_and_the_totals():
    lines = run("coverage").output.splitlines()
    assert sum(line.startswith(("E.R", "L.R")) for line in lines) == 105
    assert any(line.startswith("L.R73 ") and " clocks " in line for line in lines)
    assert any(line.startswith("L.R76 ") and line.endswith("pending: letters") for line in lines)
    assert any(line.startswith("105 clauses, ") for line in lines)


def test_lint_without_a_path_reads_every_policy():
    output = run("lint").output
    assert "Exclusive Health (version " in output
    assert "Lumiere Medispa (version " in output
    assert "Q24: " in output


def test_lint_reads_any_folder_or_file():
    for path in (THIRD_PROVIDER, THIRD_PROVIDER / "policy.yml"):
        result = run("lint", str(path))
        assert result.exit_code == 0
        assert result.output.startswith("Harbour Dental Studio (version 2026-03-02): 0 errors")


def test_strict_lint_fails_when_there_is_an_error():
    assert run("lint", "--strict").exit_code == 1
    assert run("lint", "--strict", str(THIRD_PROVIDER)).exit_code == 0


def test_a_policy_that_cannot_be_loaded_is_said_in_a_sentence(tmp_path):
    folder = tmp_path / "third_provider"
    shutil.copytree(THIRD_PROVIDER, folder)
    (folder / "policy.txt").write_text("Nothing to see here.")
    result = run("lint", str(folder))
    assert result.exit_code == 1
    assert "Error: third_provider: H.R1 quotes words that are not in the policy's text" in result.output
