"""A stand-in for TensorFlow, which Rasa imports always and this assistant never uses.

`install()` must run before Rasa is imported. Importing then works; building anything out of
TensorFlow raises `TensorFlowMissing`, whose sentence names the cure.
"""

from __future__ import annotations

import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import Any

PACKAGES = frozenset({"tensorflow", "tensorflow_text", "tensorflow_hub", "tensorflow_addons", "keras"})
CURE = (
    "This component needs TensorFlow, which is not installed on purpose. "
    "Take the component out of assistant/config.yml, or install tensorflow==2.12.0 here."
)


class TensorFlowMissing(RuntimeError):
    """Something really tried to use TensorFlow."""


class _Name(type):
    """A class whose attributes are again such classes: enough to subclass and annotate with."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Name(name, (), {})

    def __call__(cls, *_args: Any, **_kwargs: Any) -> Any:
        raise TensorFlowMissing(CURE)


class _Module(ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Name(name, (), {})


class _StandIn(MetaPathFinder, Loader):
    def find_spec(self, fullname: str, path: Any, target: Any = None) -> ModuleSpec | None:
        if fullname.partition(".")[0] in PACKAGES:
            return ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run: the module answers from `__getattr__`."""


def install() -> None:
    """Answer imports of TensorFlow, unless the real one is here or the stand-in is already in."""
    already = any(isinstance(finder, _StandIn) for finder in sys.meta_path)
    if not already and find_spec("tensorflow") is None:
        sys.meta_path.insert(0, _StandIn())
