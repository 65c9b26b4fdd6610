"""What must happen, in this order, before Rasa is imported."""

from __future__ import annotations

import logging
import os


def prepare_rasa() -> None:
    """Make Rasa importable, quiet and offline; call it before any `import rasa`."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    # Keeps Rasa from filling a folder with cached training steps.
    os.environ.setdefault("RASA_MAX_CACHE_SIZE", "0")
    # libgomp reads these once, when the first library brings it in. On a busy machine two threads
    # that wait for each other make a sentence vector ten times slower.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    # Rasa draws its progress bars unless this says otherwise.
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    # Rasa's libraries warn about each other's age, whatever filter is set.
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
    # Its import looks through every loaded module: half a minute after Rasa, a second before.
    import skops.io  # noqa: F401

    from assistant import without_tensorflow

    without_tensorflow.install()
    _log_no_words()


def _log_no_words() -> None:
    """Only warnings and worse: Rasa's debug lines quote the person, and unset they are printed."""
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.WARNING)
    for name in ("rasa", "rasa_sdk", "sanic.root", "sanic.error", "sanic.access", "apscheduler"):
        logging.getLogger(name).setLevel(logging.WARNING)
