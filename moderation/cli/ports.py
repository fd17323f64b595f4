"""Whether a server of ours can listen where it is told to."""

from __future__ import annotations

import socket

from moderation.errors import UsageError


def check_port(host: str, port: int) -> None:
    """Raise UsageError where something else listens there already, or nobody may."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        # As the server does it: a port that only waits for stray packets of its last user is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            what = error.strerror or type(error).__name__
            raise UsageError(f"cannot listen on {host}:{port}: {what}", mend="choose another with `--port`") from None
