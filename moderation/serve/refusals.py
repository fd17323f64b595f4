"""Every "no" that leaves the server, in the envelope that Perspective's clients read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

# HTTP status -> the name that Google's APIs give it.
STATUSES: Final[dict[int, str]] = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    408: "DEADLINE_EXCEEDED",
    413: "INVALID_ARGUMENT",
    415: "INVALID_ARGUMENT",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
}


class Refusal(Exception):
    """A request that is answered with an error; `details` are the members of `error.details`."""

    def __init__(
        self, code: int, message: str, details: Sequence[dict[str, Any]] = (), *, retry_after: int | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.details = tuple(details)
        self.retry_after = retry_after

    @property
    def headers(self) -> dict[str, str]:
        """What goes with the answer."""
        return {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}

    def envelope(self) -> dict[str, Any]:
        """Return the body of the answer."""
        error: dict[str, Any] = {"code": self.code, "message": self.message, "status": STATUSES[self.code]}
        if self.details:
            error["details"] = list(self.details)
        return {"error": error}


def invalid(message: str, kind: str = "INVALID_REQUEST", **more: Any) -> Refusal:
    """Return the refusal of a request that cannot be right; `kind` is Perspective's error type."""
    return Refusal(400, message, [{"errorType": kind, **more}])
