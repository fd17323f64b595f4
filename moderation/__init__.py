"""Comment moderation and toxicity triage: parse, score, explain, review."""

__version__ = "0.1.0"
