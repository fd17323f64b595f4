"""The record checked, sealed, rebuilt, backed up, and what must be forgotten taken out of it."""
