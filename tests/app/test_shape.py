"""Items and rulings as the panels draw them."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from moderation.app.panel.ledger import ledger_rows
from moderation.app.panel.quoting import quoted_paragraph
from moderation.app.panel.shape import panel_item, panel_reasons, placed_row
from moderation.policy import load_policy
from moderation.records import Article, Evidence, Filter, Report
from moderation.review import Desk
from moderation.store import Placed, open_store
from moderation.taxonomy import REASON_CODES


@pytest.fixture
def store(tmp_path, scored):
    """A store with a reply under an article."""
    with open_store(f"sqlite:///{tmp_path / 'queue.db'}") as opened:
        article = Article(
            "wire",
            "wire.example",
            "t1",
            title="Bridge \u202eclosed",
            text="Intro.\nThe bridge will stay closed until June.",
        )
        opened.add_article(article)
        opened.add(
            [
                scored(1, "First.", "approve", author="Ann"),
                scored(
                    2,
                    "The bridge will stay closed until June? You fool.",
                    author="Bob",
                    parent_id="c1",
                    likes=3,
                    reports=(Report("Rude"), Report("Rude"), Report("Spam")),
                    url="javascript:alert(1)",
                    verdict={"evidence": (Evidence("insult", 40, 48, "rule:tox.a", 0.9),)},
                ),
            ]
        )
        yield opened


@pytest.fixture
def shaped(store):
    """The reply as the panel gets it."""
    return panel_item(store.items(Filter())[0], load_policy(), {})


def test_the_panel_gets_plain_json(shaped):
    """Everything survives JSON, and ids are text: a number in JavaScript holds 53 bits."""
    assert json.loads(json.dumps(shaped)) == shaped
    assert isinstance(shaped["id"], str)


def test_what_surrounds_the_comment_comes_along(shaped):
    """Article, the paragraph quoted, parent, reports and author."""
    assert shaped["article"]["title"] == "Bridge [RLO]closed"
    assert shaped["article"]["paragraph"] == "The bridge will stay closed until June."
    assert shaped["ancestors"][-1]["author"] == "Ann"
    assert shaped["reports"] == [{"reason": "Rude", "count": 2}, {"reason": "Spam", "count": 1}]
    assert shaped["link"] is None


def test_scores_carry_the_policys_threshold(shaped):
    """A bar for each score with its tick; what nothing covers is named, never drawn as zero."""
    titles = [bar["title"] for bar in shaped["scores"]["bars"]]

    assert "Misinformation cue" not in titles
    assert shaped["scores"]["missing"] == "Not covered by constant.v1 in English: misinformation cue."


@pytest.mark.parametrize(
    ("score", "reasons", "drawn"),
    [
        (0.9, ("toxicity>=0.80",), ("0.90", "0.80", True)),
        (0.9, (), ("0.90", None, False)),
        (0.4996, (), ("0.4996", "0.50", False)),
        (0.2, (), ("0.20", "0.50", False)),
        (0.0, (), ("0.00", "0.50", False)),
    ],
    ids=["as-the-reason-says", "policy-changed-since", "just-under", "under", "zero"],
)
def test_a_bar_never_contradicts_the_reasons(store, score, reasons, drawn):
    """The tick is where the policy looked when it decided, and red is what the reasons name."""
    item = store.item(2)
    verdict = replace(item.verdict, scores=(score, *item.verdict.scores[1:]), reasons=reasons)

    bar = panel_item(replace(item, verdict=verdict), load_policy(), {})["scores"]["bars"][0]

    assert (bar["shown"], bar["threshold_shown"], bar["over"]) == drawn


def test_where_no_rule_fired_there_is_no_number(store):
    """A label that rules alone judge is told from one with a low score: nothing was measured."""
    item = store.item(2)
    verdict = replace(item.verdict, scores=(0.0, *(None,) * 7, 0.0), reasons=())

    scores = panel_item(replace(item, verdict=verdict), load_policy(), {})["scores"]

    assert [bar["title"] for bar in scores["bars"]] == ["Toxicity"]
    assert scores["silent"] == ["Misinformation cue"]


@pytest.mark.parametrize(
    ("language", "status", "words"),
    [
        ("de", "scored", "Not covered by constant.v1 in German: toxicity, severe toxicity, obscene"),
        ("und", "scored", "Not covered by constant.v1: toxicity, severe toxicity, obscene"),
        ("en", "failed", "No score, since a scorer failed or does not cover it: toxicity, severe toxicity, obscene"),
    ],
)
def test_a_missing_score_is_said_in_words(store, language, status, words):
    """Where there is no score there is no bar, and the sentence says why."""
    item = store.item(2)
    verdict = replace(item.verdict, language=language, status=status, scores=(None,) * len(item.verdict.scores))

    scores = panel_item(replace(item, verdict=verdict), load_policy(), {})["scores"]

    assert scores["bars"] == []
    assert scores["missing"].startswith(words)


def test_the_legend_names_the_colours_that_are_there(store):
    """A label that a graver one covers throughout has no colour in the text, so none in the legend."""
    item = store.item(2)
    both = (Evidence("insult", 4, 10, "a", 0.5), Evidence("threat", 0, 12, "b", 0.9))

    shaped = panel_item(replace(item, verdict=replace(item.verdict, evidence=both)), load_policy(), {})

    assert shaped["legend"] == [{"label": "threat", "title": "Threat"}]


@pytest.mark.parametrize(
    ("score", "source", "is_marked"),
    [(0.01, "ngram.v1", False), (0.2, "ngram.v1", True), (0.01, "rule:tox.a", True), (None, "ngram.v1", False)],
)
def test_a_word_is_marked_where_somebody_speaks(store, score, source, is_marked):
    """Of a comment that is here for another reason the classifier names its strongest word, however weak that is."""
    item = store.items(Filter())[0]
    told = Evidence("insult", 40, 48, source, 0.9)
    verdict = replace(
        item.verdict, evidence=(told,), reasons=("hold:term",), scores=(None,) * 4 + (score,) + (None,) * 4
    )
    shaped = panel_item(replace(item, verdict=verdict), load_policy(), {})

    assert bool(shaped["legend"]) is is_marked


def test_a_list_marks_what_the_policy_looked_at(store):
    """A threat that a classifier found is marked, so that it is covered for whoever covers threats; noise is not."""
    spoken = tuple(Evidence(label, 0, 4, "constant.v1", 0.5) for label in ("threat", "spam"))
    placed = Placed(1, "pending", store.item(1).comment, 1, 1, ("threat>=0.30",), spoken)

    assert placed_row(placed, {})["runs"][0]["label"] == "threat"
    quiet = placed_row(replace(placed, reasons=("reported:spam",)), {})
    assert [run.get("label") for run in quiet["runs"]] == [None]


def test_reasons_are_the_closed_table():
    """The keys on screen are those of the taxonomy, each once."""
    assert [reason["code"] for reason in panel_reasons()] == [reason.code for reason in REASON_CODES]
    assert len({reason["key"] for reason in panel_reasons()}) == len(REASON_CODES)


def test_rulings_say_who_what_why(store):
    """A row tells kind, reason, person and note; one's own can be taken back, once."""
    desk = Desk(store, "marta")
    (item,) = desk.claim(Filter())
    event = desk.reject(item.id, item.revision, item.version, reason="abusive", note="clause: 3")

    (row,) = _ledger(store, desk.person.actor)
    desk.undo(event.number)
    undo, taken_back = _ledger(store, desk.person.actor)

    assert (row["kind"], row["reason"], row["actor"], row["note"]) == ("reject", "Abusive", "marta", "clause: 3")
    assert (row["can_undo"], taken_back["can_undo"], undo["can_undo"]) == (True, False, False)
    assert (undo["reverts"], taken_back["reverted_by"]) == (event.number, undo["number"])


def test_only_seniors_take_back_what_others_decided(store):
    """Another moderator's row has no undo, a senior's view of it has."""
    desk = Desk(store, "marta")
    (item,) = desk.claim(Filter())
    desk.approve(item.id, item.revision, item.version)

    assert [_ledger(store, "person:99", is_senior=senior)[0]["can_undo"] for senior in (False, True)] == [False, True]


def _ledger(store, actor, *, is_senior=False):
    rulings = store.events()
    back = store.taken_back([ruling.event.number for ruling in rulings])
    return ledger_rows(rulings, back, actor, is_senior=is_senior)


@pytest.mark.parametrize(
    ("text", "paragraph"),
    [
        ('"the river rose by two metres overnight" - really?', "Then the river rose by two metres overnight."),
        ("The river rose.", None),
        ("", None),
    ],
    ids=["six-words-shared", "too-few-words", "empty"],
)
def test_the_paragraph_that_a_comment_quotes(scored, text, paragraph):
    """Six words in a row find the paragraph; fewer find none."""
    article = "It rained all week.\nThen the river rose by two metres overnight.\nNobody was hurt."

    assert quoted_paragraph(article, replace(scored().comment, text=text)) == paragraph
