"""The way back, against a real server that fails, dawdles and dies: every ruling once, in order, signed."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from moderation.errors import StaleItem, UsageError
from moderation.records import Filter
from moderation.review import Desk, apply, late, preview, retry_all, retry_delivery, undo_bulk
from moderation.review import delivery as sending
from moderation.review.delivery import ATTEMPTS, Sent, check_url, deliver_once, pause_after
from moderation.store import Selection, outbox, stamp, targets, word_of

SECRET = {"HOOK_SECRET": "whsec_" + base64.b64encode(b"only we know").decode()}


class Receiver:
    """A receiver that answers as it is told, and keeps what it was sent."""

    def __init__(self) -> None:
        self.answers: list[int] = []
        self.got: list[tuple[dict, bytes]] = []
        self.pause = threading.Event()
        self.pause.set()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.pause.wait(10)
                answer = receiver.answers.pop(0) if receiver.answers else 204
                if answer == 0:  # dies before it answers, though it has taken the request
                    receiver.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
                    self.connection.close()
                    return
                if answer < 300:
                    receiver.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(answer)
                if answer == 302:
                    self.send_header("Location", receiver.url)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def told(self) -> list[tuple[int, str, str]]:
        bodies = [json.loads(body) for _, body in self.got]
        return [(body["event"], body["id"], body["status"]) for body in bodies]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A real HTTP server on this machine."""
    found = Receiver()
    yield found
    found.close()


@pytest.fixture
def desk(store, scored, receiver):
    """A senior's desk over three items, with an open target."""
    store.add([scored(number) for number in (1, 2, 3)])
    targets.add_target(store, "blog", url=receiver.url, words="wordpress", secret="HOOK_SECRET")
    desk = Desk(store, "chief", "senior")
    desk.claim(Filter())
    return desk


def _send_all(store, clock):
    total = Sent()
    while (now := deliver_once(store, SECRET)) != Sent():
        total += now
    return total


def test_each_ruling_goes_out_once_in_order_and_signed(store, desk, receiver, clock):
    """Undo included, in the target's words; no text, no name; the signature is Standard Webhooks'."""
    desk.approve(1, 1, 1)
    desk.undo()
    desk.reject(1, 1, 3, reason="spam", note="do not tell")
    desk.reject(2, 1, 1, reason="abusive")
    desk.escalate(3, 1, 1)
    desk.undo(3)
    clock.advance(1)

    assert _send_all(store, clock) == Sent(6)
    of = {name: [(event, status) for event, c, status in receiver.told if c == name] for name in ("c1", "c2", "c3")}
    assert of == {
        "c1": [(1, "approve"), (2, "hold"), (3, "spam"), (6, "hold")],
        "c2": [(4, "trash")],
        "c3": [(5, "hold")],
    }
    assert _send_all(store, clock) == Sent()
    for given, body in receiver.got:
        assert not any(word in body for word in (b"a comment", b"chief", b"do not tell"))
        assert given["webhook-id"] == f"event_{json.loads(body)['event']}"
        signed = f"{given['webhook-id']}.{given['webhook-timestamp']}.".encode() + body
        wanted = base64.b64encode(hmac.new(b"only we know", signed, hashlib.sha256).digest()).decode()
        assert given["webhook-signature"] == f"v1,{wanted}"
    assert outbox.tallies(store) == {"waiting": 0, "sent": 6, "failed": 0, "superseded": 0}


def test_a_failure_is_tried_again_later_and_holds_up_only_its_own_comment(store, desk, receiver, clock):
    """Later rulings on the comment wait for the earlier one; other comments do not."""
    desk.approve(1, 1, 1)
    receiver.answers = [500]
    assert deliver_once(store, SECRET) == Sent(failed=1)
    desk.reopen(1)
    desk.approve(2, 1, 1)

    assert _send_all(store, clock) == Sent(1)
    assert receiver.told == [(3, "c2", "approve")]
    (failing,) = [one for one in outbox.deliveries(store, "waiting") if one.attempts]
    assert (failing.error, failing.attempts) == ("answered 500", 1)
    clock.advance(10)
    assert _send_all(store, clock) == Sent(2)
    assert receiver.told[1:] == [(1, "c1", "approve"), (2, "c1", "hold")]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_receiver_that_dies_after_taking_it_gets_the_same_event_again(store, desk, receiver, clock):
    """At least once; the id tells the receiver that it is the same."""
    desk.approve(1, 1, 1)
    receiver.answers = [0]
    assert deliver_once(store, SECRET) == Sent(failed=1)
    clock.advance(10)
    assert deliver_once(store, SECRET) == Sent(1)

    assert receiver.told == [(1, "c1", "approve")] * 2
    assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_worker_that_dies_gives_back_what_it_took(store, desk, receiver, clock):
    """What was taken and never marked is due again when its time is over, and not before."""
    desk.approve(1, 1, 1)
    now = store.clock()
    assert len(outbox.take(store, 10, now=stamp(now), until=stamp(now, plus_seconds=120))) == 1

    assert deliver_once(store, SECRET) == Sent()
    clock.advance(121)
    assert deliver_once(store, SECRET) == Sent(1)


def test_several_workers_share_the_work(store, desk, receiver, clock):
    """Four at once send each ruling once."""
    store.add([])
    apply(desk, preview(desk, Selection(items=(1, 2, 3)), "approve"))
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: deliver_once(store, SECRET), range(4)))

    assert sum(results, Sent()) == Sent(3)
    assert sorted(receiver.told) == [(1, "c1", "approve"), (2, "c2", "approve"), (3, "c3", "approve")]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_fails_for_good_is_shown_and_can_be_sent_again(store, desk, receiver, clock):
    """After twelve attempts; a later ruling passes it by, and then it has no more to say."""
    desk.approve(1, 1, 1)
    desk.approve(2, 1, 1)
    receiver.answers = [503] * 2 * ATTEMPTS
    for _ in range(ATTEMPTS):
        deliver_once(store, SECRET)
        clock.advance(9 * 3600)
    assert outbox.tallies(store)["failed"] == 2

    desk.reopen(1)
    assert _send_all(store, clock) == Sent(1)
    assert receiver.told == [(3, "c1", "hold")]
    (failed,) = outbox.deliveries(store, "failed")
    assert (failed.comment_id, failed.attempts, failed.error) == ("c2", ATTEMPTS, "answered 503")
    (old,) = outbox.deliveries(store, "superseded")
    with pytest.raises(StaleItem, match="not a failed one"):
        retry_delivery(desk, old.id)
    assert retry_delivery(desk, failed.id).state == "waiting"
    assert _send_all(store, clock) == Sent(1)


def test_what_does_not_arrive_is_told_after_minutes_and_sent_at_once_when_asked(store, desk, receiver, clock):
    """Whether the site fails or nobody sends; what may be on its way this moment is left to itself."""
    desk.approve(1, 1, 1)
    desk.undo()
    desk.approve(2, 1, 1)
    assert late(store) == ()
    clock.advance(300)
    (unsent,) = late(store)
    assert (unsent.target, unsent.waiting, unsent.failed, unsent.attempts, unsent.error) == ("blog", 3, 0, 0, None)
    receiver.answers = [500] * 14
    for _ in range(7):
        clock.advance(400)
        assert deliver_once(store, SECRET) == Sent(failed=2)
    (tried,) = late(store)
    assert (tried.waiting, tried.attempts, tried.error, tried.since) == (3, 7, "answered 500", unsent.since)

    assert deliver_once(store, SECRET) == Sent()
    assert retry_all(desk) == 2
    assert retry_all(desk) == 0
    assert _send_all(store, clock) == Sent(3)
    assert [event for event, _, _ in receiver.told] in ([1, 3, 2], [3, 1, 2])
    assert late(store) == ()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_request_goes_nowhere_else_and_never_unsigned(store, desk, receiver, clock):
    """No redirect is followed; without the secret nothing is sent."""
    desk.approve(1, 1, 1)
    receiver.answers = [302]
    assert deliver_once(store, SECRET) == Sent(failed=1)
    clock.advance(10)
    assert deliver_once(store, {}) == Sent(failed=1)

    assert receiver.got == []
    assert outbox.deliveries(store)[0].error == "there is no secret in HOOK_SECRET"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_server_that_is_not_there_or_dawdles_is_a_failure(store, desk, receiver, clock, monkeypatch):
    """Refused and timed out alike, in words without an address."""
    monkeypatch.setattr(sending, "TIMEOUT", 0.1)
    desk.approve(1, 1, 1)
    receiver.pause.clear()
    assert deliver_once(store, SECRET) == Sent(failed=1)
    first = outbox.deliveries(store)[0].error
    receiver.pause.set()
    receiver.close()
    clock.advance(10)
    assert deliver_once(store, SECRET) == Sent(failed=1)

    assert (first, outbox.deliveries(store)[0].error) == (
        "not reached: TimeoutError",
        "not reached: ConnectionRefusedError",
    )


def test_imports_bulks_and_sources_are_told_too(store, desk, receiver, scored, clock):
    """A policy's rejection, a bulk and its undo; a target hears of its own source alone."""
    targets.add_target(store, "other", url=receiver.url, words="coral", secret="HOOK_SECRET", source="elsewhere")
    store.add([scored(7, route="reject", source="elsewhere"), scored(8, route="approve")])
    done = apply(desk, preview(desk, Selection(items=(1, 2)), "reject"), reason="other")
    undo_bulk(desk, done.id)
    assert _send_all(store, clock) == Sent(6)
    assert [(one.target, one.comment_id, one.status) for one in outbox.deliveries(store, "sent")][::-1] == [
        ("blog", "c7", "trash"),
        ("other", "c7", "REJECTED"),
        ("blog", "c1", "trash"),
        ("blog", "c2", "trash"),
        ("blog", "c1", "hold"),
        ("blog", "c2", "hold"),
    ]
    targets.close_target(store, "blog")
    desk.reopen(4)
    assert outbox.tallies(store)["waiting"] == 1
    with pytest.raises(UsageError, match="no open target"):
        targets.close_target(store, "blog")
    with pytest.raises(UsageError, match="already"):
        targets.add_target(store, "other", url=receiver.url, words="coral", secret="X")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_ruling_that_is_not_written_is_not_told(store, desk, receiver):
    """The outbox is written in the ruling's transaction: refused together."""
    with pytest.raises(StaleItem):
        desk.approve(1, 1, 7)

    assert sum(outbox.tallies(store).values()) == 0


REFUSED_URLS = {
    "http://blog.example/hook": "rulings go over the network encrypted",
    **dict.fromkeys(
        ["ftp://x/y", "https://", "file:///etc/passwd", "https://me:pw@blog.example/"], "URL without a password in it"
    ),
    **dict.fromkeys(["https://x/\u00e4", "https://x/a b", "https://x/\na"], "characters that no request can carry"),
    **dict.fromkeys(["https://[::1", "https://x:99999/", "https://x:no/"], "a target is a URL: "),
}


@pytest.mark.parametrize(("url", "why"), REFUSED_URLS.items())
def test_rulings_go_nowhere_unencrypted_or_unaddressed(url, why):
    """https, or this machine; no password that a list would show; told when it is given, not at the first ruling."""
    with pytest.raises(UsageError, match=why):
        check_url(url)


@pytest.mark.parametrize("url", ["https://blog.example/hook?key=1", "http://localhost:8080/", "http://127.0.0.1/"])
def test_a_target_is_reached_encrypted_or_on_this_machine(url):
    """What may be sent to is taken as it stands."""
    assert check_url(url) == url


def test_one_targets_trouble_stops_no_other(store, desk, receiver, clock):
    """A target with an impossible address and one whose secret is no base64 fail; the third has its ruling."""
    targets.add_target(store, "odd", url="http://127.0.0.1:1/\u00e4", words="generic", secret="HOOK_SECRET")
    targets.add_target(store, "unsigned", url=receiver.url, words="generic", secret="BROKEN")
    desk.approve(1, 1, 1)
    clock.advance(1)

    assert deliver_once(store, {**SECRET, "BROKEN": "whsec_abc"}) == Sent(1, 2)
    assert [one.error for one in outbox.troubled(store)] == [
        "what follows `whsec_` in BROKEN is no base64",
        "not reached: UnicodeEncodeError",
    ]


def test_waiting_grows_and_ends(monkeypatch):
    """From seconds to six hours, and never quite the same."""
    assert [round(pause_after(n) / (5 * 2 ** (n - 1))) for n in (1, 2, 3)] == [1, 1, 1]
    assert pause_after(40) <= 1.25 * 6 * 3600


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("wordpress", ["approve", "trash", "spam", "hold", "hold", None]),
        ("coral", ["APPROVED", "REJECTED", "REJECTED", "PREMOD", "PREMOD", None]),
        ("disqus", ["approved", "deleted", "spam", "unapproved", "unapproved", None]),
        ("generic", ["approved", "rejected", "rejected", "pending", "pending", None]),
    ],
)
def test_each_place_has_its_words(words, expected):
    """Approved, rejected, rejected as spam, pending, escalated, closed."""
    states = [("approved", None), ("rejected", "abusive"), ("rejected", "spam"), ("pending", None), ("escalated", None)]

    assert [word_of(words, *state) for state in [*states, ("closed", None)]] == expected
