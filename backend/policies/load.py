"""Reads policy folders. Read them once at the start: a policy is one immutable value.

An earlier version of a policy, for the cases opened under it, is a whole folder of its own under
`<provider>/earlier/<version>/`, for example `lumiere/earlier/2026-11-21/`.
"""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from pathlib import Path

import yaml

from backend.core.policy import ComplaintsPolicy, PolicyError, build_policy

POLICIES = Path(__file__).parent


class _Loader(yaml.SafeLoader):
    """Plain YAML in which a key that is there twice is an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, object]:
        keys = [key.value for key, _ in node.value]
        if twice := sorted({key for key in keys if keys.count(key) > 1}):
            raise PolicyError(f"Line {node.start_mark.line + 1}: {', '.join(twice)} is there twice.")
        return super().construct_mapping(node, deep=deep)


def load_policy(slug: str, *, version: date | None = None, directory: Path = POLICIES) -> ComplaintsPolicy:
    """A provider's policy as it is now, or as it was in an earlier version; PolicyError if there is none."""
    folder = _folders(directory).get(slug)
    if folder is None:
        raise PolicyError(f"There is no policy for the provider {slug}.")
    policy = load_folder(folder)
    if policy.slug != slug:
        raise PolicyError(f"The folder {slug} holds the policy of {policy.slug}; give both the same name.")
    if version is None or version == policy.version:
        return policy
    earlier = folder / "earlier" / version.isoformat()
    if not earlier.is_dir():
        raise PolicyError(f"There is no version {version.isoformat()} of the policy of {slug}.")
    return load_folder(earlier)


def all_policies(directory: Path = POLICIES) -> dict[str, ComplaintsPolicy]:
    """Every provider's policy as it is now, by the provider's short name."""
    return {slug: load_policy(slug, directory=directory) for slug in _folders(directory)}


def load_folder(folder: Path) -> ComplaintsPolicy:
    """The policy in one folder; PolicyError says which file to mend."""
    data = _read_yaml(folder / "policy.yml")
    text_file = data.pop("policy_text", None)
    if not isinstance(text_file, str):
        raise PolicyError(f"{folder / 'policy.yml'} needs the key policy_text, the name of the text file.")
    text = _read(folder / text_file)
    settings = _read_yaml(folder / "settings.yml")
    try:
        return build_policy(data, text=text, settings=settings)
    except PolicyError as error:
        raise PolicyError(f"{folder.name}: {error}") from error


def _folders(directory: Path) -> dict[str, Path]:
    return {
        folder.name: folder
        for folder in sorted(directory.iterdir())
        if (folder / "policy.yml").is_file() and not folder.name.startswith("_")
    }


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PolicyError(f"{path} cannot be read: {error}.") from error


def _read_yaml(path: Path) -> dict[str, object]:
    try:
        data = yaml.load(_read(path), Loader=_Loader)
    except yaml.YAMLError as error:
        raise PolicyError(f"{path} is no valid YAML: {error}") from error
    except PolicyError as error:
        raise PolicyError(f"{path}: {error}") from error
    if not isinstance(data, dict):
        raise PolicyError(f"{path} must be a list of keys and values.")
    return {str(key): value for key, value in data.items()}
