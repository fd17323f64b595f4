"""The older pandas that pyproject.toml allows, in an environment of its own: the same frame as with the newer one."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

pytestmark = pytest.mark.soak

PROGRAM = """
import json
import numpy as np
import pandas as pd
import moderation

texts = ["you idiot", "a fine day for a walk", None, "Guten Tag, wie geht es dir?"]
texts += ["12345", np.nan, "\\u0663 caf\\u00e9"]
frame = pd.DataFrame(
    {
        "id": [1, 2, np.nan, 4, 5, 6, 7],
        "text": texts,
        "toxicity": ["high", None, "low", "x", "y", "z", ""],
        "when": pd.to_datetime(["2024-03-01"] * 7),
        "kind": pd.Categorical(list("aabbabc")),
    },
    index=[9, 8, 7, 6, 5, 4, 4],
)
for given in (frame, frame.iloc[:0], frame.convert_dtypes(), frame.rename(columns={"text": "body"})):
    text = "body" if "body" in given else "text"
    found = moderation.score_frame(given, text=text)
    assert found.index.equals(given.index)
    print(list(found.columns), json.loads(found.to_json(orient="records", date_format="iso", date_unit="s")))
print(pd.__version__.split(".")[0])
"""


def test_pandas_2_gives_the_frame_of_pandas_3(tmp_path: Path) -> None:
    """Missing texts, ids as floats, categories, empty frames, repeated index: same columns, same values."""
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "env"], check=True)
    python = tmp_path / "env" / "bin" / "python"
    pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps"]
    subprocess.run([*pip, "pandas>=2.2,<3", "pytz"], check=True)
    # All else comes from here; what stands in the environment itself is found first.
    inner = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    )
    outer = [sysconfig.get_path("purelib"), str(Path(__file__).resolve().parents[2])]
    (Path(inner.stdout.strip()) / "outer.pth").write_text("\n".join(outer))
    said = [
        subprocess.run([which, "-c", PROGRAM], capture_output=True, text=True, check=True).stdout.splitlines()
        for which in (python, sys.executable)
    ]

    assert [lines[-1] for lines in said] == ["2", "3"]
    assert said[0][:-1] == said[1][:-1]
