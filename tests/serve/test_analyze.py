"""`comments:analyze` answers as Perspective did."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from moderation.serve.attributes import ATTRIBUTES

COVERED = [name for name in ATTRIBUTES if name != "SEXUALLY_EXPLICIT"]

# Names that Perspective served and that nothing of ours answers.
UNANSWERED = (
    *("FLIRTATION", "ATTACK_ON_AUTHOR", "ATTACK_ON_COMMENTER", "INCOHERENT", "INFLAMMATORY"),
    *("LIKELY_TO_REJECT", "UNSUBSTANTIAL", "AFFINITY_EXPERIMENTAL", "COMPASSION_EXPERIMENTAL"),
    *("CURIOSITY_EXPERIMENTAL", "NUANCE_EXPERIMENTAL", "PERSONAL_STORY_EXPERIMENTAL"),
    *("REASONING_EXPERIMENTAL", "RESPECT_EXPERIMENTAL"),
)


def _error(body: dict[str, Any]) -> tuple[str, str]:
    return body["error"]["message"], body["error"]["details"][0]["errorType"]


def test_answer_has_the_documented_shape(analyze: Any) -> None:
    """A summary score per attribute, the languages, and the caller's token."""
    status, body = analyze(languages=["en"], clientToken="t-1")

    assert status == 200
    value = body["attributeScores"]["TOXICITY"]["summaryScore"].pop("value")
    assert 0.5 < value <= 1
    assert body == {
        "attributeScores": {"TOXICITY": {"summaryScore": {"type": "PROBABILITY"}}},
        "languages": ["en"],
        "detectedLanguages": ["en"],
        "clientToken": "t-1",
    }


@pytest.mark.parametrize("name", COVERED)
def test_every_attribute_that_a_model_covers_is_answered(analyze: Any, name: str) -> None:
    """Each of Perspective's names with a label here has its score."""
    status, body = analyze(attributes={name: {}})

    assert status == 200
    assert 0 <= body["attributeScores"][name]["summaryScore"]["value"] <= 1


@pytest.mark.parametrize("name", ["TOXICITY_EXPERIMENTAL", "TOXICITY_FAST", "TOXICITY@6", "INSULT_EXPERIMENTAL"])
def test_old_names_are_aliases(analyze: Any, name: str) -> None:
    """An experimental or versioned name gets the score of the attribute, under the name that was asked for."""
    _, body = analyze(attributes={name: {}})
    bare = name.partition("@")[0].removesuffix("_EXPERIMENTAL").removesuffix("_FAST")
    _, plain = analyze(attributes={bare: {}})

    assert list(body["attributeScores"].values()) == list(plain["attributeScores"].values())


@pytest.mark.parametrize("name", [*UNANSWERED, "SEXUALLY_EXPLICIT", "NOSUCH", ""])
def test_attribute_without_a_model_is_an_error_never_zero(analyze: Any, name: str) -> None:
    """Nothing is said of what nothing covers."""
    status, body = analyze(attributes={"TOXICITY": {}, name: {}})

    assert status == 400
    assert _error(body) == (f"Unknown requested attribute: {name}", "INVALID_REQUEST")


def test_unsupported_attributes_can_be_dropped(analyze: Any) -> None:
    """With `dropUnsupportedAttributes` the others are answered."""
    status, body = analyze(attributes={"FLIRTATION": {}, "INSULT": {}}, dropUnsupportedAttributes=True)

    assert (status, list(body["attributeScores"])) == (200, ["INSULT"])


@pytest.mark.parametrize(
    ("request_", "message", "kind"),
    [
        ({"text": ""}, "Comment must be non-empty.", "COMMENT_EMPTY"),
        ({"text": " \n "}, "Comment must be non-empty.", "COMMENT_EMPTY"),
        ({"text": "x" * 20_481}, "Comment text too long.", "COMMENT_TOO_LONG"),
        ({"text": "é" * 10_241}, "Comment text too long.", "COMMENT_TOO_LONG"),
        ({"languages": ["it"]}, "Attribute TOXICITY does not support request languages: it",
         "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE"),
        ({"text": "Du redest über Dinge, von denen du wirklich gar nichts verstehst."},
         "Attribute TOXICITY does not support request languages: de", "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE"),
        ({"text": "\U0001f600 \U0001f600"}, "Unable to detect language", "LANGUAGE_DETECTION_FAILED"),
        ({"attributes": {"INSULT": {"scoreType": "RAW"}}},
         "Requested score type RAW is not supported by attribute INSULT", "INVALID_REQUEST"),
        ({"comment": {"text": "hello", "type": "HTML"}}, "Currently, only 'PLAIN_TEXT' comments are supported",
         "INVALID_REQUEST"),
        ({"requestedAttributes": {}}, "Missing requested_attributes", "NO_REQUESTED_ATTRIBUTES"),
        ({"requestedAttributes": None}, "Missing requested_attributes", "NO_REQUESTED_ATTRIBUTES"),
    ],
)  # fmt: skip
def test_errors_have_perspectives_words(analyze: Any, request_: dict[str, Any], message: str, kind: str) -> None:
    """The envelope, the message and the error type that clients look at."""
    status, body = analyze(**request_)

    assert status == 400
    assert (body["error"]["code"], body["error"]["status"]) == (400, "INVALID_ARGUMENT")
    assert _error(body) == (message, kind)


def test_language_error_names_attribute_and_languages(analyze: Any) -> None:
    """The details that clients fall back on."""
    _, body = analyze(languages=["it", "en"])

    assert body["error"]["details"][0]["languageNotSupportedByAttributeError"] == {
        "detectedLanguages": [],
        "requestedLanguages": ["it", "en"],
        "attribute": "TOXICITY",
    }


def test_numbers_may_be_strings_and_kinds_numbers(analyze: Any) -> None:
    """What Google's JSON takes besides the plain spelling: some libraries write it."""
    plain = analyze(attributes={"TOXICITY": {"scoreType": "PROBABILITY", "scoreThreshold": 0.5}})

    assert plain[0] == 200
    assert analyze(attributes={"TOXICITY": {"scoreType": 1, "scoreThreshold": "0.5"}}) == plain
    for odd in ({"scoreType": 9}, {"scoreType": True}, {"scoreThreshold": "much"}, {"scoreThreshold": "nan"}):
        assert analyze(attributes={"TOXICITY": odd})[0] == 400


def test_a_field_that_is_null_was_left_out(analyze: Any) -> None:
    """Libraries that write every field of a class write `null` for those that nobody set."""
    nulls = ("context", "spanAnnotations", "languages", "doNotStore", "clientToken", "sessionId", "communityId")

    assert analyze(**dict.fromkeys((*nulls, "dropUnsupportedAttributes"))) == analyze()
    assert analyze(doNotStore=3)[0] == 400


def test_a_byte_order_mark_before_the_body_is_no_error(client: TestClient) -> None:
    """PowerShell and .NET write one before UTF-8."""
    body = b'{"comment": {"text": "You are an idiot."}, "requestedAttributes": {"TOXICITY": {}}}'
    answers = [client.post("/v1alpha1/comments:analyze", content=mark + body) for mark in (b"", b"\xef\xbb\xbf")]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content == answers[1].content


def test_the_languages_come_back_as_they_were_asked_for(analyze: Any) -> None:
    """A client that asks for British English finds it in the answer."""
    assert analyze(languages=["en-GB"])[1]["languages"] == ["en-GB"]


@pytest.mark.parametrize("verb", ["analyze", "suggestscore"])
def test_an_address_with_a_slash_at_its_end_will_do(client: TestClient, verb: str) -> None:
    """Coral would let every comment pass: `ENDPOINT/` and `/comments:analyze` are put together as they are."""
    assert client.post(f"/v1alpha1//comments:{verb}", json={}).status_code == 400


def test_half_an_emoji_is_no_error(client: TestClient) -> None:
    """Whoever cuts a text off in the midst of one sends half of it; broken JSON beside it is an error as ever."""
    body = b'{"comment": {"text": "You are an idiot. \\ud83d"}, "requestedAttributes": {"TOXICITY": {}}}'
    answer = client.post("/v1alpha1/comments:analyze", content=body)

    assert answer.json()["attributeScores"]["TOXICITY"]["summaryScore"]["value"] > 0.5
    for broken in (body[:-1], body.replace(b"\\ud83d", b"\\ud83d\\ude00").replace(b'"comment"', b"comment")):
        assert client.post("/v1alpha1/comments:analyze", content=broken).status_code == 400


def test_a_packed_body_is_refused_in_words(client: TestClient) -> None:
    """Nothing is unpacked: a few kilobytes could be gigabytes."""
    answer = client.post("/v1alpha1/comments:analyze", content=b"x", headers={"Content-Encoding": "gzip"})

    assert (answer.status_code, answer.json()["error"]["status"]) == (415, "INVALID_ARGUMENT")


def test_short_text_of_no_certain_language_is_judged_as_the_sites(analyze: Any) -> None:
    """Two misspelt English words were a 400 at Perspective; here they have a score."""
    status, body = analyze("u iddiot")

    assert (status, body["languages"]) == (200, ["en"])


def test_attributes_under_their_threshold_are_left_out(analyze: Any) -> None:
    """`scoreThreshold` is the least score that is worth an answer."""
    _, body = analyze("Good morning.", {"TOXICITY": {"scoreThreshold": 0.9}, "INSULT": {"scoreThreshold": 0.0}})

    assert list(body["attributeScores"]) == ["INSULT"]


def test_spans_are_utf16_sentences(analyze: Any) -> None:
    """One score per sentence; an emoji counts two units, the end is exclusive."""
    text = "What a day \U0001f600! You are an idiot."
    _, body = analyze(text, spanAnnotations=True)
    found = body["attributeScores"]["TOXICITY"]["spanScores"]
    units = text.encode("utf-16-le")

    cut = [units[2 * span["begin"] : 2 * span["end"]].decode("utf-16-le") for span in found]
    assert cut == ["What a day \U0001f600!", "You are an idiot."]
    assert found[1]["score"]["value"] > found[0]["score"]["value"]


def test_long_text_is_read_to_its_end(analyze: Any) -> None:
    """An insult behind the policy's limit counts as one before it."""
    filler = "The committee met again on Tuesday to discuss the budget of the library. " * 220
    _, harmless = analyze(filler)
    _, body = analyze(filler + "You are a worthless idiot and everybody hates you, you moron.")

    before, after = (answer["attributeScores"]["TOXICITY"]["summaryScore"]["value"] for answer in (harmless, body))
    assert after > before


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'"x"', b"1", b'{"comment": 3}', b'{"comment": {"text": ["a"]}}',
     b'{"comment": {"text": "a"}, "requestedAttributes": []}', b'{"comment": {"text": "a"}, "requestedAttributes": 1}',
     b'{"comment": {"text": "a"}, "requestedAttributes": {"TOXICITY": {"scoreThreshold": "x"}}}',
     b'{"comment": {"text": "a"}, "requestedAttributes": {"TOXICITY": {"scoreThreshold": NaN}}}',
     b'{"comment": {"text": "a"}, "requestedAttributes": {"TOXICITY": {"scoreThreshold": 1e400}}}',
     b'{"comment": {"text": "\\ud800"}, "requestedAttributes": {"TOXICITY": {}}}',
     b'{"comment": {"text": "a"}, "requestedAttributes": {"TOXICITY": {}}, "languages": "en"}',
     b'{"comment": {"text": "a"}, "requestedAttributes": {"TOXICITY": {}}, "spanAnnotations": "yes"}',
     b"[" * 100_000, b"\xff\xfe\x00", b'{"comment":' * 5_000, b"{" + b'"a":1,' * 50_000 + b'"b":2}'],
)  # fmt: skip
def test_malformed_requests_get_the_envelope(client: TestClient, body: bytes) -> None:
    """Whatever is sent, the answer is a 400 in the same shape, without the text in it."""
    answer = client.post("/v1alpha1/comments:analyze", content=body)

    assert answer.status_code == 400
    assert answer.json()["error"]["status"] == "INVALID_ARGUMENT"


def test_ten_thousand_attributes_are_answered_or_refused(analyze: Any) -> None:
    """A request of absurd breadth costs one error, or one small answer where the unknown are dropped."""
    many = {f"A{number}": {} for number in range(10_000)}

    assert analyze(attributes=many)[0] == 400
    assert analyze(attributes={**many, "INSULT": {}}, dropUnsupportedAttributes=True)[0] == 200


def test_body_over_a_mebibyte_is_refused(client: TestClient) -> None:
    """A body that is too large is refused, whether its length is declared or not."""
    body = b'{"comment":{"text":"' + b"x" * (1 << 20) + b'"}}'

    declared = client.post("/v1alpha1/comments:analyze", content=body)
    streamed = client.post("/v1alpha1/comments:analyze", content=iter([body[:600_000], body[600_000:]]))
    assert [declared.status_code, streamed.status_code] == [413, 413]


def test_both_kinds_of_context_at_once_are_refused(analyze: Any) -> None:
    """Entries or an article with its parent; both is an error, either is passed over."""
    entries = {"entries": [{"text": "an article"}]}
    article = {"articleAndParentComment": {"article": {"text": "a"}, "parentComment": {"text": "b"}}}

    assert analyze(context=entries)[0] == 200
    assert analyze(context=article)[0] == 200
    assert analyze(context={**entries, **article})[0] == 400


@pytest.mark.parametrize(("method", "path", "code"), [("GET", "/v1alpha1/comments:analyze", 405), ("GET", "/x", 404)])
def test_unknown_calls_get_the_envelope(client: TestClient, method: str, path: str, code: int) -> None:
    """Also what no route is for."""
    answer = client.request(method, path)

    assert (answer.status_code, answer.json()["error"]["code"]) == (code, code)
