"""The way back: rulings out of the outbox as signed requests, in order for each comment, again until they are taken.

The signature is that of Standard Webhooks (`webhook-id`, `webhook-timestamp`, `webhook-signature`), for which
libraries exist in most languages. The id is the number of the event: a receiver that knows it has had it before.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import random
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPException
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from moderation.errors import UsageError
from moderation.records import SCHEMA_VERSION
from moderation.review.desk import MAY_DECIDE, Desk
from moderation.store import Behind, Delivery, Parcel, Store, outbox, stamp

# After 12 attempts, about a day and a half, a person has to look.
ATTEMPTS: Final = 12
TIMEOUT: Final = 10.0
_FIRST_WAIT: Final = 5.0
_LONGEST_WAIT: Final = 6 * 3600.0
# A worker that dies gives back what it had taken when this has passed; longer than any request takes.
_HELD: Final = 120.0
_AT_ONCE: Final = 16
_PAUSE: Final = 1.0
# A ruling is on the site within seconds; what is not there after this is worth telling a moderator.
_LATE: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Sent:
    """How many deliveries went through, and how many attempts failed."""

    sent: int = 0
    failed: int = 0

    def __add__(self, other: Sent) -> Sent:
        return Sent(self.sent + other.sent, self.failed + other.failed)


class _NoRedirect(HTTPRedirectHandler):
    """A signed request goes where it was meant to go, or nowhere."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


_OPENER: Final = build_opener(_NoRedirect)


def body_of(parcel: Parcel) -> bytes:
    """Return what a request says: the event, the comment, and its status in the target's words; no text, no name."""
    delivery = parcel.delivery
    return json.dumps(
        {
            "schema_version": SCHEMA_VERSION,
            "event": delivery.event,
            "kind": parcel.kind,
            "at": parcel.at,
            "source": delivery.source,
            "thread_id": delivery.thread_id,
            "id": delivery.comment_id,
            "status": delivery.status,
            "reason": parcel.reason,
        },
        sort_keys=True,
    ).encode()


def headers_of(parcel: Parcel, body: bytes, *, secret: bytes, timestamp: int) -> dict[str, str]:
    """Return the headers of a request, its signature among them."""
    name = f"event_{parcel.delivery.event}"
    signed = f"{name}.{timestamp}.".encode() + body
    signature = base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
    return {
        "Content-Type": "application/json",
        "User-Agent": "moderation",
        "webhook-id": name,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": f"v1,{signature}",
    }


def secret_of(parcel: Parcel, environment: Mapping[str, str]) -> bytes | None:
    """Return the secret of a target, None where the environment lacks it; `whsec_` begins one in base64.

    ValueError where that is no base64.
    """
    value = environment.get(parcel.target.secret, "")
    if value.startswith("whsec_"):
        return base64.b64decode(value.removeprefix("whsec_"), validate=True) or None
    return value.encode() or None


def check_url(url: str) -> str:
    """Return the URL of a target; raises UsageError for one that rulings must not be sent to."""
    if not url.isascii() or not url.isprintable() or " " in url:
        raise UsageError(
            "a target's URL has characters that no request can carry",
            mend="write them percent-encoded, and a name as `xn--...`",
        )
    try:
        parts, port = urlsplit(url), urlsplit(url).port
    except ValueError as error:
        raise UsageError(f"a target is a URL: {error}", mend="write https://host/path") from error
    is_here = parts.hostname in ("localhost", "127.0.0.1", "::1")
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or port == 0:
        raise UsageError("a target is an http(s) URL without a password in it", mend="write https://host/path")
    if parts.scheme == "http" and not is_here:
        raise UsageError("rulings go over the network encrypted", mend="write https://, or name this machine")
    return url


# --- sending -------------------------------------------------------------------------------------------------------


def deliver_once(store: Store, environment: Mapping[str, str] = os.environ) -> Sent:
    """Send what is due now, each comment's earliest first; return how it went."""
    moment = store.clock()
    until = stamp(moment + timedelta(seconds=_HELD))
    parcels = outbox.take(store, _AT_ONCE, now=stamp(moment), until=until)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        results = pool.map(lambda parcel: _send(store, parcel, environment), parcels)
        return sum(results, Sent())


def deliver(store: Store, stop: threading.Event, environment: Mapping[str, str] = os.environ) -> Sent:
    """Send what is due until `stop` is set; return how it went."""
    total = Sent()
    while not stop.is_set():
        now = deliver_once(store, environment)
        total += now
        if now == Sent():
            stop.wait(_PAUSE)
    return total


def _send(store: Store, parcel: Parcel, environment: Mapping[str, str]) -> Sent:
    error = _post(store, parcel, environment)
    if error is None:
        outbox.mark_sent(store, parcel.delivery)
        return Sent(sent=1)
    is_last = parcel.delivery.attempts >= ATTEMPTS
    wait = timedelta(seconds=pause_after(parcel.delivery.attempts))
    outbox.mark_failed(store, parcel.delivery, error, next_at=None if is_last else stamp(store.clock() + wait))
    return Sent(failed=1)


def pause_after(attempts: int) -> float:
    """Return how many seconds to wait after so many attempts: twice as long each time, never two workers alike."""
    return min(_LONGEST_WAIT, _FIRST_WAIT * 2.0 ** (attempts - 1)) * random.uniform(0.75, 1.25)


def _post(store: Store, parcel: Parcel, environment: Mapping[str, str]) -> str | None:
    """Send one request; return what went wrong, None where it was taken. An answer's own words are not kept."""
    try:
        secret = secret_of(parcel, environment)
    except ValueError:
        return f"what follows `whsec_` in {parcel.target.secret} is no base64"
    if secret is None:
        return f"there is no secret in {parcel.target.secret}"
    body = body_of(parcel)
    headers = headers_of(parcel, body, secret=secret, timestamp=int(store.clock().timestamp()))
    request = Request(parcel.target.url, body, headers, method="POST")  # noqa: S310 # `check_url` lets http(s) in alone
    try:
        with _OPENER.open(request, timeout=TIMEOUT):
            return None
    except HTTPError as error:
        return f"answered {error.code}"
    except (URLError, HTTPException, OSError, ValueError) as error:
        # ValueError: an address that no request can carry. One target's trouble must not stop the others.
        inner = error.reason if isinstance(error, URLError) else error
        reason = inner if isinstance(inner, Exception) else error
        return f"not reached: {type(reason).__name__}"


def retry_delivery(desk: Desk, number: int) -> Delivery:
    """Send a failed delivery again."""
    desk.may("send a ruling again", MAY_DECIDE)
    return outbox.retry(desk.store, number)


def retry_all(desk: Desk) -> int:
    """Send everything that failed, or is to be tried again later, now; return how many rulings that are."""
    desk.may("send rulings again", MAY_DECIDE)
    return outbox.retry_all(desk.store, held=stamp(desk.store.clock() + timedelta(seconds=_HELD)))


def late(store: Store) -> tuple[Behind, ...]:
    """Return the targets that rulings have not reached for minutes."""
    return outbox.behind(store, stamp(store.clock() - _LATE))
