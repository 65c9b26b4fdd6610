"""Keeps the vectors of training examples between trainings: computing them is most of the time."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from assistant.intent_model.embedding import DIMENSIONS, Encoder

CACHE = Path("models/.vectors.npz")


def encode_cached(encoder: Encoder, texts: Sequence[str], *, cache: Path = CACHE) -> np.ndarray:
    """Vectors (texts, 384); only texts not met before, or met by another encoder, are encoded."""
    made_by = _digest(encoder.probe().round(3).tobytes())
    known = _read(cache, made_by)
    keys = [_digest(text.encode()) for text in texts]
    new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    if new:
        known.update(zip(new, _encode_on_every_core(list(new.values())), strict=True))
    vectors = np.stack([known[key] for key in keys]).astype(np.float32)
    _write(cache, made_by, keys, vectors)
    return vectors


def _encode_on_every_core(texts: list[str]) -> np.ndarray:
    """Vectors of the texts; the engine leaves Python's lock, and each thread has its own."""
    cores = os.cpu_count() or 1
    with ThreadPoolExecutor(cores) as pool:
        parts = list(pool.map(_encode_part, (texts[core::cores] for core in range(cores))))
    vectors = np.empty((len(texts), parts[0].shape[1]), dtype=np.float32)
    for core, part in enumerate(parts):
        vectors[core::cores] = part
    return vectors


def _encode_part(texts: list[str]) -> np.ndarray:
    return Encoder().encode(texts) if texts else np.empty((0, DIMENSIONS), dtype=np.float32)


def _read(cache: Path, encoder: str) -> dict[str, np.ndarray]:
    if not cache.exists():
        return {}
    with np.load(cache, allow_pickle=False) as stored:
        if str(stored["encoder"]) != encoder:
            return {}
        return dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))


def _write(cache: Path, encoder: str, keys: list[str], vectors: np.ndarray) -> None:
    cache.parent.mkdir(parents=True, exist_ok=True)
    np.savez(cache, encoder=encoder, keys=np.array(keys), vectors=vectors)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:24]
