"""The line is tested on real databases where it stores anything."""

from tests.databases import database, migrated_file, migrated_postgres, sqlite_database

__all__ = ["database", "migrated_file", "migrated_postgres", "sqlite_database"]
