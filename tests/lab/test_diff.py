"""A diff says what the whole pipeline would say twice, only faster."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from moderation.classify import load_classifier
from moderation.context import Surroundings
from moderation.errors import InputError, UsageError
from moderation.lab.change.diff import Asked, Diff, diff
from moderation.lab.change.sides import Side, side_of
from moderation.lab.corpora.chunks import Reading
from moderation.lab.corpora.corpus import Source, open_corpus
from moderation.lab.corpora.kept import numbered
from moderation.lab.corpora.layers import CORPORA, LOCK
from moderation.lab.corpora.work import work_out
from moderation.lab.precision import precisions
from moderation.parse import parse
from moderation.pipeline import Pipeline
from moderation.records import Comment, Filter, Verdict
from moderation.review import Desk
from moderation.rulebook import Rulebook
from moderation.score import Judges
from moderation.shipped import shipped
from moderation.store import open_store
from tests.lab.conftest import rule

Sides = Callable[..., tuple[Side, Side]]
Corpus = Callable[..., Source]
KETTLE, WEATHER = "{terms: [kettle]}", "{terms: [weather]}"
STATUSES = ("spam", "rejected", "approved", "deleted")
TEXTS = ("you fool", "what a f0ol", "a kettle", "fine weather", "> you fool\nPlease stay civil.", "", "[deleted]")


def _by_pipeline(side: Side, source: Source) -> list[Verdict]:
    pipeline = Pipeline(side.policy, Judges(load_classifier(side.classifier), Rulebook.of(side.rules)))
    placed = [pair for pair in Surroundings().place(parse(source.path)) if isinstance(pair[0], Comment)]
    return pipeline.judge([comment for comment, _ in placed], [context for _, context in placed])  # type: ignore[misc]


def check_counts(found: Diff, old: Side, new: Side, source: Source) -> None:
    """The diff's counts are those of the two runs of the pipeline."""
    pairs = list(zip(_by_pipeline(old, source), _by_pipeline(new, source), strict=True))
    routes = Counter(f"{was.route}_to_{now.route}" for was, now in pairs if was.route != now.route)
    assert found.comments == len(pairs)
    assert dict(found.routes) == dict(routes)
    for cause in (one for one in found.causes if one.how != "threshold"):
        caught = sum(cause.cause in now.rules and cause.cause not in was.rules for was, now in pairs)
        freed = sum(cause.cause in was.rules and cause.cause not in now.rules for was, now in pairs)
        assert (cause.effect.caught, cause.effect.freed) == (caught, freed), cause.cause
    assert sum(cause.how != "threshold" for cause in found.causes) >= len(
        {name for was, now in pairs for name in {*was.rules} ^ {*now.rules}}
    )


@pytest.mark.parametrize(
    ("old", "new", "routes"),
    [
        ([rule()], [rule(match="{terms: [fool, kettle]}")], {"approve_to_review": 1}),
        ([rule(match=KETTLE)], [rule(match=WEATHER)], {"approve_to_review": 1, "review_to_approve": 1}),
        ([rule()], [rule(), rule("mis.two", WEATHER)], {"approve_to_review": 1}),
        ([rule(), rule("spam.x", WEATHER)], [rule()], {"review_to_approve": 1}),
        ([rule("tox.x", WEATHER, "boost")], [rule("tox.x", WEATHER)], {"approve_to_review": 1}),
        ([rule(status="draft")], [rule(status="draft", match=WEATHER)], {}),
    ],
    ids=["a term more", "another term", "a rule more", "a rule less", "a boost made a review", "a draft"],
)  # fmt: skip
def test_changed_rules(sides: Sides, corpus: Corpus, old: list[str], new: list[str], routes: dict[str, int]) -> None:
    """Every kind of change of a rule gives the counts of two full runs."""
    before, after = sides(old, new)
    source = corpus(*TEXTS)
    found = diff(Asked(before, after, source))

    assert dict(found.routes) == routes
    check_counts(found, before, after, source)


def test_what_was_taken_down_upstream_is_held_on_both_sides(sides: Sides, tmp_path: Path) -> None:
    """A rule that finds it, too, holds nothing more; its hits count all the same."""
    path = tmp_path / "dump.jsonl"
    rows = [{"id": str(number), "text": "fine weather", "status": status} for number, status in enumerate(STATUSES)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    before, after = sides([rule(match=KETTLE)], [rule(match=WEATHER)])
    found = diff(Asked(before, after, Source(path)))

    assert dict(found.routes) == {"approve_to_review": 1}
    check_counts(found, before, after, Source(path))


@pytest.mark.parametrize(
    "policy",
    [
        [("insult = 0.286", "insult = 0.02"), ("toxicity = 0.309", "toxicity = 0.9")],
        [("spam = 0.60", "spam = { review = 0.3, reject = 0.5 }")],
        [("rules_may_reject = false", "rules_may_reject = true")],
        [("misinformation_cue = 0.50", "misinformation_cue = 0.2")],
    ],
    ids=["thresholds", "rejecting", "rules may reject", "a label of rules alone"],
)
def test_changed_policy(rules: Callable[..., Path], seeds: Source, policy: list[tuple[str, str]]) -> None:
    """A change of policy gives the counts of two full runs, and matches nothing anew."""
    given = [rule(action="reject", match="{terms: [bridge]}"), rule("mis.two", "{terms: [council, road]}", "boost")]
    old, new = side_of(str(rules("old", *given))), side_of(str(rules("new", *given, policy=policy)))
    first = diff(Asked(old, old, seeds))
    found = diff(Asked(old, new, seeds))

    assert (first.matched, found.matched, first.route_changes) == (2, 0, 0)
    check_counts(found, old, new, seeds)


def test_another_classifier(sides: Sides, seeds: Source) -> None:
    """The same rules and policy under another classifier, with languages that it does not cover."""
    old, _ = sides([rule()], [rule()])
    new = replace(old, classifier="constant.v1")

    found = diff(Asked(old, new, seeds))

    assert found.route_changes
    check_counts(found, old, new, seeds)


def test_the_shipped_rules_in_two_processes(seeds: Source, rules: Callable[..., Path]) -> None:
    """All shipped rules against few: disguises, articles, answers and foreign languages come out alike."""
    old, new = side_of("builtin"), side_of(str(rules("few", rule(match="{terms: [council, bridge]}"))))
    found = diff(Asked(old, new, seeds, jobs=2))

    assert found.causes
    check_counts(found, old, new, seeds)


def test_only_what_changed_is_matched_again(sides: Sides, corpus: Corpus) -> None:
    """The first run matches all rules, the next one the changed rule, the one after it nothing."""
    many = [rule(), rule("spam.x", WEATHER)]
    old, new = sides(many, [many[0], rule("spam.x", "{terms: [kettle]}")])
    source = corpus(*TEXTS)

    assert [diff(Asked(*pair, source)).matched for pair in ((old, old), (old, new), (old, new), (new, old))] == [
        2, 1, 0, 0,
    ]  # fmt: skip


def test_a_title_changes_nothing(sides: Sides, corpus: Corpus) -> None:
    """What is there for people alone is no change."""
    found = diff(Asked(*sides([rule()], [rule().replace("Says", "Speaks")]), corpus(*TEXTS)))

    assert (found.causes, found.routes, found.examples) == ((), {}, ())


def test_a_changed_corpus_is_read_again(sides: Sides, corpus: Corpus) -> None:
    """What was kept holds for the very bytes that it came from."""
    old, new = sides([rule()], [rule(match="{terms: [fool, kettle]}")])
    first = diff(Asked(old, new, corpus("a kettle")))
    second = diff(Asked(old, new, corpus("a kettle", "another kettle")))

    assert (first.caught, second.caught) == (1, 2)


def test_a_damaged_cache_is_made_anew(sides: Sides, corpus: Corpus) -> None:
    """A file that was cut off counts for nothing."""
    asked = Asked(*sides([rule()], [rule(match="{terms: [fool, kettle]}")]), corpus(*TEXTS))
    first = diff(asked)
    for path in asked.source.folder.iterdir():
        path.write_bytes(path.read_bytes()[:100])
    again = diff(asked)

    assert (again.caught, again.matched) == (first.caught, 2)


def test_surprising_comments_come_first(sides: Sides, corpus: Corpus) -> None:
    """What reads unlike all that the rule caught so far stands before what reads like it."""
    usual = [f"you are such a fool, number {n}" for n in range(9)]
    like, unlike = "you are such a kettle, number 3", "the kettle boils over in the kitchen of the inn"
    old, new = sides([rule()], [rule(match="{terms: [fool, kettle]}")])
    found = diff(Asked(old, new, corpus(*usual, like, unlike)))

    assert [example.seen.text for example in found.examples] == [unlike, like]
    assert found.examples[0].surprise > found.examples[1].surprise


def test_copies_come_last(sides: Sides, corpus: Corpus) -> None:
    """Of ten copies of one text one is shown, and then what is new."""
    copies = [
        f"the kettle boils over in the kitchen of the old inn by the river, said the cook to number {n}"
        for n in range(9)
    ]
    others = ["a kettle", "my own kettle is blue", "kettle drums are loud"]
    old, new = sides([rule()], [rule(match="{terms: [fool, kettle]}")])
    found = diff(replace(Asked(old, new, corpus(*copies, *others)), examples=4))

    shown = [example.seen.text for example in found.examples]
    assert sorted(text for text in shown if text in others) == sorted(others)
    assert len(shown) == 4


def test_precision_comes_from_rulings(
    sides: Sides, corpus: Corpus, tmp_path: Path, scored: Callable[..., object]
) -> None:
    """Of the comments that each version matches and people decided, the share that they rejected."""
    old, new = sides([rule()], [rule(match="{terms: [fool, kettle]}")])
    with open_store(f"sqlite:///{tmp_path / 'q.db'}") as store:
        store.add([scored(1, "you fool"), scored(2, "a kettle"), scored(3, "fools, a fool"), scored(4, "kettle")])
        desk = Desk(store, "al")
        for item in desk.claim(Filter()):
            if item.id in (1, 2):
                desk.reject(item.id, 1, 1, reason="abusive")
            elif item.id == 3:
                desk.approve(item.id, 1, 1)
            else:
                desk.reject(item.id, 1, 1, reason="abusive")
                desk.undo()
        (cause,) = diff(Asked(old, new, corpus(*TEXTS)), store).causes

    assert cause.past is not None
    past = [(one.rejected, one.ruled) for one in (cause.past.before, cause.past.after, cause.past.gained)]
    assert past == [(1, 2), (2, 3), (1, 1)]


def test_rulings_on_another_language_are_no_past(tmp_path: Path, scored: Callable[..., object]) -> None:
    """What a rule for German would find in English comments, which it is never asked about, does not count."""
    german = rule().replace("  category", "  lang: [de]\n  category")
    with open_store(f"sqlite:///{tmp_path / 'q.db'}") as store:
        store.add([
            scored(1, "Nobody in this whole town would ever call such a hard-working person a fool."),
            scored(2, "Das ist doch einfach nur ein fool, der von der Sache keine Ahnung hat und alles besser weiß."),
        ])  # fmt: skip
        desk = Desk(store, "al")
        for item in desk.claim(Filter()):
            desk.reject(item.id, 1, 1, reason="abusive")
        (tmp_path / "de.yaml").write_text(f"format: 1\nrules:\n{german}", encoding="utf-8")
        found = precisions(store, side_of(str(tmp_path / "de.yaml")).rules)

    assert (found["tox.one"].rejected, found["tox.one"].ruled) == (1, 1)


@pytest.mark.parametrize(
    "setting", [("max_characters = 10000", "max_characters = 500"), ('site_language = "en"', 'site_language = "de"')]
)
def test_policies_that_read_otherwise_cannot_be_compared(
    sides: Sides, corpus: Corpus, setting: tuple[str, str]
) -> None:
    """Where nothing could be compared, the setting is named."""
    asked = Asked(*sides([rule()], [rule()], policy=[setting]), corpus(*TEXTS))

    with pytest.raises(UsageError, match=setting[0].partition(" ")[0]):
        diff(asked)


def test_an_empty_corpus_is_told(sides: Sides, tmp_path: Path) -> None:
    """A diff over nothing would say that all is well."""
    (tmp_path / "none.jsonl").write_text("")
    with pytest.raises(InputError, match="no comments"):
        diff(Asked(*sides([rule()], [rule()]), Source(tmp_path / "none.jsonl")))


def test_what_is_kept_can_run_nothing(seeds: Source) -> None:
    """A cache from elsewhere is columns and JSON; hits and contexts come back as they were."""
    rules_ = side_of("builtin").rules
    with open_corpus(seeds, Reading(10_000, "en")) as opened:
        lines = work_out(opened, rules_, (), 1).corpus.lines(0)

    assert {path.suffix or path.name for path in seeds.folder.iterdir()} == {".arrow", ".gitignore", LOCK}
    assert (seeds.folder / ".gitignore").read_text() == "*\n"
    placed = [pair for pair in Surroundings().place(parse(seeds.path)) if isinstance(pair[0], Comment)]
    assert list(lines.contexts) == [placed[row][1] for row in lines.rows]
    assert json.dumps(list(lines.texts)) == json.dumps([placed[row][0].text for row in lines.rows])  # type: ignore[union-attr]


def test_runs_that_overlap_leave_each_other_alone(sides: Sides, corpus: Corpus) -> None:
    """A diff with another reading takes nothing from one that is at work; what is stale goes with the last of them."""
    source = corpus(*TEXTS)
    old, new = sides([rule()], [rule(match=KETTLE, example="a kettle")])
    other = [replace(side, policy=replace(side.policy, site_language="de")) for side in (old, new)]

    with open_corpus(source, Reading(old.policy.max_characters, old.policy.site_language)) as opened:
        kept = work_out(opened, old.rules, (), 1)
        diff(Asked(*other, source))
        assert len(opened.lines(0).rows) == len(kept.corpus.lines(0).rows) == 5
        assert kept.hits_of(0, numbered(old.rules))
        assert len(list(source.folder.glob("comments-*.arrow"))) == 2

    diff(Asked(*other, source))
    assert {path.name.partition("-")[0] for path in source.folder.glob("*.arrow")} == {"comments", "hits", "scores"}
    assert len(list(source.folder.glob("comments-*.arrow"))) == 1


def test_two_corpora_share_one_cache(sides: Sides, corpus: Corpus, tmp_path: Path) -> None:
    """What is known of one corpus stays where another uses the same folder; what one of them held before goes."""
    old, new = sides([rule()], [rule(match=KETTLE, example="a kettle")])
    cache = tmp_path / "kept"

    def run(name: str, *texts: str) -> int:
        return diff(Asked(old, new, replace(corpus(*texts, name=name), cache=cache))).matched

    assert [run("one.jsonl", *TEXTS), run("two.jsonl", "a kettle")] == [2, 2]
    assert [run("one.jsonl", *TEXTS), run("two.jsonl", "a kettle")] == [0, 0]
    before = {path.name for path in cache.glob("*.arrow")}
    assert run("two.jsonl", "another kettle") == 2
    assert len({path.name for path in cache.glob("*.arrow")} & before) == len(before) / 2
    assert run("one.jsonl", *TEXTS) == 0


def test_a_cache_does_not_keep_every_corpus(sides: Sides, corpus: Corpus, tmp_path: Path) -> None:
    """Those that were used last stay, with what hangs on them."""
    old, new = sides([rule()], [rule(match=KETTLE, example="a kettle")])
    for number in range(CORPORA + 2):
        source = replace(corpus(f"kettle {number}", name=f"{number}.jsonl"), cache=tmp_path / "kept")
        diff(Asked(old, new, source))

    kinds = Counter(path.name.partition("-")[0] for path in (tmp_path / "kept").glob("*.arrow"))
    assert kinds == {"comments": CORPORA, "hits": CORPORA, "scores": CORPORA}


def test_what_is_kept_takes_less_room_than_the_corpus(corpus: Corpus) -> None:
    """The folder holds the corpus a second time, but packed."""
    source = corpus(*(f"comment {number} says once more what so many say: a kettle" for number in range(2_000)))

    with open_corpus(source, Reading(10_000, "en")) as opened:
        assert opened.layer.path.stat().st_size < source.path.stat().st_size / 2


@pytest.mark.soak
def test_two_diffs_at_once(rules: Callable[..., Path], seeds: Source) -> None:
    """Processes over one corpus, each with a reading of its own, both finish and leave one of the two corpora."""
    running = []
    for language in ("en", "de"):
        policy = [('site_language = "en"', f'site_language = "{language}"')]
        was = rules(f"old-{language}", rule(), policy=policy)
        now = rules(f"new-{language}", rule(match=KETTLE, example="a kettle"), policy=policy)
        asked = [str(was), str(now), "--corpus", str(seeds.path), "--json"]
        command = [sys.executable, "-m", "moderation", "rules", "diff", *asked]
        running.append(subprocess.Popen(command, stdout=subprocess.PIPE))

    found = [json.loads(process.communicate(timeout=300)[0]) for process in running]

    assert [process.returncode for process in running] == [0, 0]
    assert len({(one["comments"], one["newly_caught"]) for one in found}) == 1
    assert len(list(seeds.folder.glob("comments-*.arrow"))) == 1


def test_what_may_only_be_read_serves(sides: Sides, corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache whose folder nobody may write to is used as it is."""
    source = corpus(*TEXTS)
    old, new = sides([rule()], [rule(match=KETTLE, example="a kettle")])
    first = diff(Asked(old, new, source))
    (source.folder / LOCK).unlink()
    monkeypatch.setattr(os, "access", lambda *_: False)

    assert replace(diff(Asked(old, new, source)), matched=first.matched) == first
    assert not (source.folder / LOCK).exists()


def test_the_shipped_folder_is_a_side() -> None:
    """A folder brings its policy, `builtin` is the shipped one."""
    assert side_of("builtin").policy.digest == side_of(str(shipped("rules"))).policy.digest
