"""`python -m moderation.store [URL]` brings an older database to the newest schema; without URL, MODERATION_DB's."""

from __future__ import annotations

import os
import sys

from moderation.errors import ModerationError, UsageError
from moderation.store.connect import HEAD, engine_for, upgrade


def main(arguments: list[str]) -> int:
    """Upgrade the database that the one argument names; exit 2 with the mend where that is impossible."""
    told = os.environ.get("MODERATION_DB")
    urls = arguments or ([told] if told else [])
    try:
        if len(urls) != 1:
            raise UsageError("expected one database URL", mend="python -m moderation.store sqlite:///moderation.db")
        upgrade(engine_for(urls[0], create=False))
        sys.stderr.write(f"the database has schema {HEAD}, the newest that this version knows\n")
    except ModerationError as error:
        sys.stderr.write(error.render() + "\n")
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
