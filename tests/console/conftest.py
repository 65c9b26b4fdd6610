"""The console is tested on real databases."""

from tests.databases import database, migrated_file, migrated_postgres

__all__ = ["database", "migrated_file", "migrated_postgres"]
