"""Backup and restore of a whole system: the rows as of one moment, and the objects that they name."""
