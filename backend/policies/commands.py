"""`flask policy`: which clause is held by what, and what is unclear in a policy file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click
from flask.cli import AppGroup

from backend.core.policy import Clause, ComplaintsPolicy, PolicyError
from backend.core.policy_lint import Finding, Severity, lint
from backend.policies.load import all_policies, load_folder

_DUTY_WIDTH = 64

policy_commands = AppGroup("policy", help="The providers' complaints policies.")


@policy_commands.command("coverage")
def coverage_command() -> None:
    """Print every clause of every policy with what holds it, and the totals."""
    clauses = [clause for policy in _every_policy() for clause in policy.clauses.values()]
    for clause in clauses:
        click.echo(f"{clause.id:<7} {_short(clause.duty):<{_DUTY_WIDTH}} {_held_by(clause)}")
    click.echo("")
    for line in _totals(clauses):
        click.echo(line)


@policy_commands.command("lint")
@click.argument("path", required=False, type=click.Path(exists=True, path_type=Path))
@click.option("--strict", is_flag=True, help="Fail when there is an error.")
def lint_command(path: Path | None, strict: bool) -> None:
    """Say what is missing, ambiguous or outdated, in one policy folder or in all, and how it is read."""
    policies = [_one_policy(path)] if path else _every_policy()
    found_error = False
    for policy in policies:
        findings = lint(policy)
        found_error = found_error or any(finding.severity is Severity.ERROR for finding in findings)
        _print_findings(policy, findings)
    if strict and found_error:
        raise SystemExit(1)


def _every_policy() -> list[ComplaintsPolicy]:
    try:
        return list(all_policies().values())
    except PolicyError as error:
        raise click.ClickException(str(error)) from error


def _one_policy(path: Path) -> ComplaintsPolicy:
    try:
        return load_folder(path if path.is_dir() else path.parent)
    except PolicyError as error:
        raise click.ClickException(str(error)) from error


def _print_findings(policy: ComplaintsPolicy, findings: list[Finding]) -> None:
    counts = Counter(finding.severity for finding in findings)
    summary = ", ".join(f"{counts[severity]} {severity.value}s" for severity in Severity)
    click.echo(f"{policy.name} (version {policy.version}): {summary}")
    for finding in findings:
        click.echo(f"  {finding.severity.value:<8} {finding.code}: {finding.message}")
        if finding.reading:
            click.echo(f"           {finding.reading}")


def _held_by(clause: Clause) -> str:
    if clause.pending is not None:
        return f"pending: {clause.pending}"
    return " ".join(holder for holder in (clause.feature, clause.test) if holder is not None)


def _totals(clauses: list[Clause]) -> list[str]:
    waiting = Counter(clause.pending for clause in clauses if clause.pending is not None)
    held = sum(clause.held for clause in clauses)
    by_topic = ", ".join(f"{topic} {count}" for topic, count in waiting.most_common())
    lines = [f"{len(clauses)} clauses, {held} held, {len(clauses) - held} pending"]
    return lines + ([f"pending: {by_topic}"] if waiting else [])


def _short(duty: str) -> str:
    return duty if len(duty) <= _DUTY_WIDTH else f"{duty[: _DUTY_WIDTH - 3].rstrip()}..."
