"""Compile kernel.c to kernel.wasm, with the digest of the source in it, by which a test finds a stale one.

    pip install ziglang==0.17.1 && python .ci/kernel.py

The same source and version give the same bytes, wherever it runs. Only who changes the kernel needs this.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "moderation" / "classify" / "sums"
OPTIONS = (
    *("-target", "wasm32-freestanding", "-mcpu=generic+simd128", "-O3", "-std=c11", "-Wall", "-Wextra", "-Werror"),
    *("-nostdlib", "-Wl,--no-entry", "-Wl,--export=__heap_base", "-Wl,--strip-all"),
)
SECTION = b"source"


def main() -> None:
    """Compile and stamp."""
    source = FOLDER / "kernel.c"
    with tempfile.TemporaryDirectory() as folder:
        compiled = Path(folder, "kernel.wasm")
        done = subprocess.run([sys.executable, "-m", "ziglang", "cc", *OPTIONS, "-o", compiled, source], check=False)
        if done.returncode != 0:
            sys.exit("not compiled; the compiler comes with: pip install ziglang==0.17.1")
        content = compiled.read_bytes()
    # A custom section: its kind 0, its size, its name with its size; all below 128, where a size is one byte.
    named = bytes([len(SECTION)]) + SECTION + hashlib.sha256(source.read_bytes()).digest()
    content += bytes([0, len(named)]) + named
    FOLDER.joinpath("kernel.wasm").write_bytes(content)
    print(f"{len(content)} bytes, SHA-256 {hashlib.sha256(content).hexdigest()}")


if __name__ == "__main__":
    main()
