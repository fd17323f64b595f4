"""What a run says at the end: counts, times, memory, as words, as JSON, as a page."""

from __future__ import annotations

import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import orjson
import pytest

from moderation.batch import Request, Summary, score_files
from moderation.batch.page import as_html
from moderation.batch.tally import BINS, Tally, as_json, from_shown
from moderation.cli.summing import in_words, timings
from moderation.taxonomy import LABELS

TEXTS = [
    "you are an idiot",
    "a fine day for a walk by the river",
    "Guten Tag, das ist ein ganz normaler Kommentar",
    "[deleted]",
    "SECRETWORD stood in the garden",
]


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Summary, Request]:
    """A run over fifty comments and two broken lines."""
    folder = tmp_path_factory.mktemp("run")
    lines = [json.dumps({"id": str(number), "text": TEXTS[number % 5]}) for number in range(50)]
    (folder / "d.jsonl").write_text("\n".join(["{broken <b>", *lines, "[1, 2]"]))
    request = Request((str(folder / "d.jsonl"),), folder / "o.csv", chunk=9)
    return score_files(request), request


def test_every_comment_is_in_every_count(done) -> None:
    """Routes, languages and each label's tenths add up to the comments; rejects are told by reason."""
    counts = as_json(done[0].tally)

    assert (counts["rows"], counts["rejects"], sum(counts["reject_reasons"].values())) == (50, 2, 2)
    assert counts["statuses"] == {"scored": 40, "skipped": 10}
    assert sum(counts["routes"].values()) == 40
    assert counts["languages_not_covered"] == {"de": 10}
    assert sum(counts["languages"].values()) == 50
    assert (
        counts["rules"].keys()
        <= {reason.removeprefix("rule:") for reason in counts["reasons"]} | counts["rules"].keys()
    )
    assert list(counts["score_histograms"]) == list(LABELS)
    assert {sum(bins) for bins in counts["score_histograms"].values()} == {40}
    assert counts["score_histograms"]["toxicity"][BINS] == 10


def test_counts_come_back_as_they_were_shown(done) -> None:
    """A run that is finished can be told of again."""
    assert from_shown(orjson.loads(orjson.dumps(as_json(done[0].tally)))) == done[0].tally


def test_kinds_do_not_multiply_with_the_rows(tmp_path: Path) -> None:
    """A thousand lines broken in a thousand places are one kind of reject; so are reasons that hold a number."""
    broken = [f'{{"id": "{"x" * number}' for number in range(30)]
    reported = [json.dumps({"id": str(n), "text": "a walk", "reports": ["rude"] * n}) for n in range(1, 4)]
    (tmp_path / "d.jsonl").write_text("\n".join([*reported, *broken]))
    tally = score_files(Request((str(tmp_path / "d.jsonl"),), tmp_path / "o.jsonl")).tally
    told = [json.loads(line)["reason"] for line in (tmp_path / "o.jsonl.rejects.jsonl").read_text().splitlines()]

    assert tally.of("reject") == {"not JSON: unterminated string starting": 30}
    assert tally.of("reason") == {"reported": 3}
    assert told[0] == "not JSON: unterminated string starting at column 8"


def test_the_manifest_and_the_summary_tell_the_same(done) -> None:
    """Counts and measurements stand in both."""
    summary, request = done
    manifest = json.loads(Path(f"{request.out}.manifest.json").read_text())
    shown = json.loads(orjson.dumps(summary.as_json()))

    assert (manifest["counts"], manifest["run"]["rows"]) == (shown["counts"], 50)
    assert (shown["schema_version"], shown["run"]["processes"]) == (1, 1)
    assert shown["run"]["peak_memory_bytes"] > 10_000_000


def test_stages_account_for_the_whole_run(done) -> None:
    """Each stage of a comment's way is there, and together they are not longer than the clock."""
    summary, _ = done
    names = [stage.name for stage in summary.stages if stage.name != "wait"]  # one process may not have to

    assert names == ["load", "read", "fold", "language", "classify", "rules", "triage", "write", "hand over"]
    assert all(stage.cpu >= 0 and stage.clock >= 0 for stage in summary.stages)
    assert sum(stage.clock for stage in summary.stages if stage.name != "load") <= summary.seconds * 1.01
    assert [line[:10].strip() for line in timings(summary).splitlines()[1:-2]] == [s.name for s in summary.stages]


def test_words_say_what_was_not_covered_and_what_was_rejected(done) -> None:
    """Nobody shall average over nulls, or miss a row, without having been told."""
    said = in_words(*done)

    assert "40 comments scored" in said
    assert "languages not covered: de 10" in said
    assert "2 rows rejected, see" in said
    assert "  toxicity " in said
    assert "10 not covered" in said


def test_what_was_skipped_is_not_said_to_be_scored(tmp_path: Path) -> None:
    """The comments scored are those that went somewhere: the routes add up to them."""
    rows = [{"id": "1", "text": "a walk"}, {"id": "2", "text": "", "deleted": True}]
    (tmp_path / "d.jsonl").write_text("\n".join(map(json.dumps, rows)))
    request = Request((str(tmp_path / "d.jsonl"),), tmp_path / "o.csv")

    assert in_words(score_files(request), request).splitlines()[:2] == ["1 comment scored: 1 approve", "1 skipped"]


def test_words_of_a_run_on_a_cluster_count_no_process_here(done) -> None:
    """The processes that score are the cluster's, and so is most of the memory."""
    summary, request = done
    said = in_words(summary, replace(request, judging=lambda *_: iter(())))

    assert said.endswith("MB of memory at most here, where a cluster's workers score")


class _Page(HTMLParser):
    """What a browser would load or run."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("src", "href", "onload", "onerror")]


def test_the_page_holds_all_and_fetches_nothing(done) -> None:
    """No script, no link, no comment's text; a name of a file is text."""
    page = as_html(done[0], "<script>dump</script>.jsonl")
    parsed = _Page()
    parsed.feed(page)

    assert {"script", "link", "img", "iframe", "object"} & parsed.tags == set()
    assert parsed.links == []
    assert "&lt;script&gt;dump" in page
    assert "SECRETWORD" not in page
    assert "default-src 'none'" in page
    assert all(text in page for text in ("Where they go", "de", "tox.", "language-not-covered", "Where the time went"))


def test_a_run_of_nothing_has_a_page_too() -> None:
    """No comments, no division by them."""
    assert "0 comments scored" in as_html(Summary(Tally()), "empty.jsonl")


def test_an_input_without_comments_is_said_to_be_one(tmp_path: Path) -> None:
    """An empty input reads otherwise than a finished one."""
    (tmp_path / "page.txt").write_text("A bridge is closed\n\nThe bridge has been closed since Monday.\n")
    request = Request((str(tmp_path / "page.txt"),), tmp_path / "o.csv")

    said = in_words(score_files(request), request)
    assert said.endswith(
        "the input holds no comment, read as `plain`; if it is something else, say what: `--as FORMAT`; "
        "if each line is a comment, put a line `text` above them: `--as tsv`"
    )


def test_rows_that_all_were_rejected_say_what_they_look_like(tmp_path: Path) -> None:
    """`nothing was left to score` is for a run that was resumed after its end."""
    (tmp_path / "dump.csv").write_text("id,text\n1,Well done\n2,Shame on you\n")
    request = Request((str(tmp_path / "dump.csv"),), tmp_path / "o.csv", as_format="reddit")

    said = in_words(score_files(request), request)
    assert said.endswith("none of the rows is a comment, read as `reddit`; it looks like `csv`: leave `--as` out")
