"""The services are tested on real databases."""

from tests.databases import database, migrated_file, migrated_postgres
from tests.services.recorded import api

__all__ = ["api", "database", "migrated_file", "migrated_postgres"]
