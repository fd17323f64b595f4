"""`python -m moderation.store URL` brings an older database to the newest schema."""

from __future__ import annotations

import sys

from moderation.errors import ModerationError, UsageError
from moderation.store.connect import HEAD, engine_for, upgrade


def main(arguments: list[str]) -> int:
    """Upgrade the database that the one argument names; exit 2 with the mend where that is impossible."""
    try:
        if len(arguments) != 1:
            raise UsageError("expected one database URL", mend="python -m moderation.store sqlite:///moderation.db")
        upgrade(engine_for(arguments[0], create=False))
        sys.stderr.write(f"the database has schema {HEAD}, the newest that this version knows\n")
    except ModerationError as error:
        sys.stderr.write(error.render() + "\n")
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
