"""How common a label is in all that a sample was drawn from."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.cli.evaluate import command
from moderation.evaluate.prevalence import mid_p, prevalence
from moderation.interval import wilson


def _all(count: int) -> np.ndarray:
    return np.ones(count, bool)


def _sheet(*strata: tuple[int, int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Return truths and weights of strata given as (size, drawn, positive)."""
    truth = np.concatenate([np.arange(drawn) < positive for _, drawn, positive in strata])
    weights = np.concatenate([np.full(drawn, size / drawn) for size, drawn, _ in strata])
    return truth, weights


def test_strata_count_by_their_sizes() -> None:
    """Nine tenths of the dump with 1 of 100, a tenth with 50 of 100: 5.9 %, where the sheet itself has 25.5 %."""
    truth, weights = _sheet((9000, 100, 1), (1000, 100, 50))
    found = prevalence(truth, _all(200), weights, None)

    assert found.share == pytest.approx(0.9 * 0.01 + 0.1 * 0.5)
    assert found.comments == pytest.approx(10_000)
    assert found.interval[0] < found.share < found.interval[1]


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(60, 5000), st.integers(5, 50)), min_size=1, max_size=6), st.integers(0, 2**31))
def test_it_is_what_rogan_and_gladen_correct_to(strata: list[tuple[int, int]], seed: int) -> None:
    """With the sample's own weighted sensitivity and specificity their correction gives the same number."""
    chance = np.random.default_rng(seed)
    truth, weights = _sheet(*((size, drawn, int(chance.integers(0, drawn + 1))) for size, drawn in strata))
    over = chance.random(len(truth)) < np.where(truth, 0.8, 0.1)
    found = prevalence(truth, _all(len(truth)), weights, over)
    if not 0 < weights[truth].sum() < weights.sum():
        return
    sensitivity = weights[truth & over].sum() / weights[truth].sum()
    specificity = weights[~truth & ~over].sum() / weights[~truth].sum()
    if abs(sensitivity + specificity - 1) < 1e-6:  # a classifier that knows nothing cannot be corrected
        return

    assert (found.apparent + specificity - 1) / (sensitivity + specificity - 1) == pytest.approx(found.share)


def test_one_stratum_has_the_interval_of_a_share() -> None:
    """Drawn from a dump that is large beside it, a plain sample has the mid-P interval."""
    truth, weights = _sheet((10_000_000, 80, 12))

    assert prevalence(truth, _all(80), weights, None).interval == pytest.approx(mid_p(12, 80), abs=1e-4)


def test_what_was_seen_counts_half_on_either_side() -> None:
    """By its definition: both tails are 2.5 %, of nothing and of all one of them; and it mirrors."""
    for positive, rows in ((1, 7), (3, 7), (12, 80), (400, 1000)):
        low, high = mid_p(positive, rows)
        counts = [math.comb(rows, n) for n in range(rows + 1)]
        for share, tail in ((low, slice(positive + 1, None)), (high, slice(0, positive))):
            chances = [ways * share**n * (1 - share) ** (rows - n) for n, ways in enumerate(counts)]
            assert sum(chances[tail]) + chances[positive] / 2 == pytest.approx(0.025)
        assert mid_p(rows - positive, rows) == pytest.approx((1 - high, 1 - low))
    assert mid_p(0, 50) == pytest.approx((0.0, 1 - 0.05 ** (1 / 50)))
    assert mid_p(50, 50)[1] == 1.0


def test_a_stratum_without_a_positive_is_not_sure_to_have_none() -> None:
    """Zero of 50 in nearly all of the dump leaves a few percent open; a stratum that was drawn whole leaves nothing."""
    truth, weights = _sheet((9950, 50, 0), (50, 50, 25))
    found = prevalence(truth, _all(100), weights, None)
    whole, alike = _sheet((50, 50, 25))

    assert found.share == pytest.approx(25 / 10_000)
    assert found.interval[1] > 0.05
    assert prevalence(whole, _all(50), alike, None).interval == (0.5, 0.5)


def test_rows_without_an_answer_count_towards_the_size_of_their_stratum() -> None:
    """Half of the first stratum was left blank: it stands for as much as before."""
    truth, weights = _sheet((9000, 100, 10), (1000, 100, 50))
    known = np.concatenate([np.arange(100) % 2 == 0, _all(100)])
    found = prevalence(truth, known, weights, None)

    assert found.share == pytest.approx(0.9 * 0.1 + 0.1 * 0.5)
    assert (found.labelled, found.comments) == (150, pytest.approx(10_000))


def test_a_stratum_of_a_few_rows_is_one() -> None:
    """The highest band had two comments, drawn whole; the others are put together as without it."""
    with_few, weights = _sheet((9000, 30, 0), (998, 30, 15), (2, 2, 2))
    without, others = _sheet((9000, 30, 0), (998, 30, 15))

    found = prevalence(with_few, _all(62), weights, None)
    assert found.interval == pytest.approx(prevalence(without, _all(60), others, None).interval, abs=1e-3)
    assert found.interval[1] > 0.08  # the large stratum without a positive among thirty leaves that open


@pytest.mark.parametrize("blank", [0.0, 0.4])
def test_a_small_sheet_with_blanks_is_as_sure_as_it_says(blank: float) -> None:
    """Of three rows of a band, or seven with some left blank, nineteen in twenty intervals hold the truth."""
    chance = np.random.default_rng(5)
    sizes = np.array([11_300, 3_100, 2_400, 2_000, 1_000, 140, 10])
    positives = (sizes * 0.02).astype(int)
    drawn = np.full(7, 7 if blank else 3)
    held = 0
    for _ in range(500):
        sheet, weights = _sheet(
            *zip(
                sizes.tolist(), drawn.tolist(), chance.hypergeometric(positives, sizes - positives, drawn), strict=True
            )
        )
        known = chance.random(len(sheet)) >= blank
        known[np.cumsum(drawn) - 1] = True
        low, high = prevalence(sheet, known, weights, None).interval
        held += low <= positives.sum() / sizes.sum() <= high

    assert held >= 460


@pytest.mark.parametrize(("common", "a_band"), [(1.5, 60), (1.5, 7), (0.15, 7)])
def test_the_interval_holds_the_truth_about_as_often_as_it_says(common: float, a_band: int) -> None:
    """Sheets of a dump whose truth is known, drawn by score: nineteen in twenty intervals hold it, less chance's 2 %.

    With seven rows of a band, Wilson's interval of each held it in 90 %.
    """
    chance = np.random.default_rng(7)
    score = chance.beta(0.3, 6, 20_000)
    truth = chance.random(20_000) < np.minimum(1, score * common)
    band = np.digitize(score, [0.02, 0.05, 0.1, 0.2, 0.4])
    sizes, positives = np.bincount(band), np.bincount(band[truth])
    drawn = np.minimum(a_band, sizes)
    held = 0
    for _ in range(1000):
        found = chance.hypergeometric(positives, sizes - positives, drawn)
        sheet, weights = _sheet(*zip(sizes.tolist(), drawn.tolist(), found.tolist(), strict=True))
        low, high = prevalence(sheet, _all(len(sheet)), weights, None).interval
        held += low <= truth.mean() <= high

    assert held >= 930


def test_weights_of_any_kind_have_an_interval_too() -> None:
    """Where every row has its own weight there are no strata, and the effective number of rows counts."""
    chance = np.random.default_rng(3)
    weights, truth = chance.uniform(1, 9, 400), chance.random(400) < 0.2
    found = prevalence(truth, _all(400), weights, None)

    assert found.share == pytest.approx(weights[truth].sum() / weights.sum())
    assert wilson(80, 400)[1] - wilson(80, 400)[0] < found.interval[1] - found.interval[0] < 0.12


def test_the_command_says_how_common_a_label_is(tmp_path: Path) -> None:
    """Only for rows that stand for others; in the table and as JSON."""
    path = tmp_path / "sheet.csv"
    rows = [
        f"{'you idiot' if n % 4 == 0 else 'a fine day'} {n},{int(n % 4 == 0)},{10 if n < 40 else 100}"
        for n in range(80)
    ]
    path.write_text("\n".join(["text,toxic,weight", *rows]))
    given = [str(path), "--text", "text", "--label", "toxicity=toxic", "--rounds", "0"]
    table = CliRunner().invoke(command, [*given, "--weights", "weight"], catch_exceptions=False).stdout
    found = json.loads(CliRunner().invoke(command, [*given, "--weights", "weight", "--json"]).stdout)

    assert "in the 4,400 comments that the rows stand for" in table
    assert found["prevalence"]["toxicity"]["share"] == pytest.approx(0.25)
    assert "prevalence" not in json.loads(CliRunner().invoke(command, [*given, "--json"]).stdout)
