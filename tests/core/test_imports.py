"""Imports point one way; the core is pure."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Shared by every part of the backend, and importing nothing of it but each other and the core.
SHARED = ("backend.config", "backend.errors", "backend.wording", "backend.translations", "backend.calendars")
BELOW_SERVICES = ("backend.core", "backend.policies", *SHARED)
EDGE_MAY = (*BELOW_SERVICES, "backend.services", "backend.http_errors", "backend.limits", "backend.cookies")
RASAS_ENVIRONMENT = ("actions", "assistant", "channels.rasa_input")
MAY_IMPORT = {
    "backend.core": ("backend.core",),
    "backend.calendars": ("backend.core", "backend.calendars"),
    "backend.policies": ("backend.core", "backend.policies"),
    "backend.store": (*BELOW_SERVICES, "backend.store"),
    "backend.services": (*BELOW_SERVICES, "backend.store", "backend.services"),
    "backend.api": (*EDGE_MAY, "backend.api"),
    "backend.console": (*EDGE_MAY, "backend.console"),
    "backend.record_page": (*EDGE_MAY, "backend.record_page"),
    "channels.web_chat": (*EDGE_MAY, "channels.web_chat"),
    "channels.phone": (*EDGE_MAY, "channels.phone"),
    "channels.rasa_client": (*EDGE_MAY, "channels.rasa_client"),
    "channels.rasa_input": RASAS_ENVIRONMENT,
    "actions": RASAS_ENVIRONMENT,
    "assistant": RASAS_ENVIRONMENT,
}
OURS = ("backend", "channels", "actions", "assistant")


def modules(package: str) -> list[Path]:
    path = ROOT / package.replace(".", "/")
    return sorted(path.rglob("*.py")) if path.is_dir() else list(path.parent.glob(f"{path.name}.py"))


def imported(path: Path) -> set[str]:
    """What a module imports when it runs; what is imported only for its types points nowhere."""
    names = set()
    for node in _running(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= _from(node, path)
    return names


def _running(tree: ast.AST) -> Iterator[ast.AST]:
    yield tree
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING"):
            continue
        yield from _running(child)


def _from(node: ast.ImportFrom, path: Path) -> set[str]:
    package = path.relative_to(ROOT).with_suffix("").parts
    start = package[: len(package) - node.level] if node.level else ()
    base = ".".join([*start, *([node.module] if node.module else [])])
    return {f"{base}.{alias.name}" for alias in node.names}


def within(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def test_the_core_imports_only_the_standard_library_and_itself():
    for path in modules("backend.core"):
        foreign = {name for name in imported(path) if name.split(".")[0] not in sys.stdlib_module_names}
        strangers = {name for name in foreign if not within(name, ("backend.core",))}
        assert not strangers, f"{path.relative_to(ROOT)} imports {', '.join(sorted(strangers))}."


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_imports_point_one_way(package):
    for path in modules(package):
        ours = {name for name in imported(path) if within(name, OURS)}
        wrong = {name for name in ours if not within(name, MAY_IMPORT[package])}
        assert not wrong, (
            f"{path.relative_to(ROOT)} imports {', '.join(sorted(wrong))}; "
            f"{package} may import only {', '.join(MAY_IMPORT[package])}."
        )


def test_the_channels_package_is_empty():
    init = ROOT / "channels" / "__init__.py"
    assert not init.exists() or not init.read_text().strip()
