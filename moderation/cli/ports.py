"""Where a server of ours may listen, and whether it can."""

from __future__ import annotations

import ipaddress
import socket

from moderation.errors import UsageError


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server that listens on `host`, a name or an address."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


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
