"""What each word filter is asked: load these words, tell which texts hold one; seconds and memory are measured here.

The question comes as JSON on standard input: `words`, `speed` (texts by name), `tried` (texts). A filter is a function
from words to a function from texts to one truth value each. CPU time of one process, the import counted as loading.
"""

import json
import resource
import sys
import time
from pathlib import Path

LEAST_SECONDS = 2.0
AT_ONCE = 200


def answer(load):
    """Read the question, print the figures as the last line."""
    question = json.load(sys.stdin)
    before, begin = _megabytes(), time.process_time()
    flags = load(question["words"])
    flags(["Good morning."])
    loaded = time.process_time() - begin
    found = {
        "load_s": loaded,
        "mb": _megabytes() - before,
        "per_second": {name: _per_second(flags, texts) for name, texts in question["speed"].items()},
        "flagged": [bool(flag) for flag in flags(question["tried"])],
    }
    print(json.dumps(found))


def _per_second(flags, texts):
    done, begin = 0, time.process_time()
    while time.process_time() - begin < LEAST_SECONDS:
        part = [texts[(done + step) % len(texts)] for step in range(min(AT_ONCE, len(texts)))]
        flags(part)
        done += len(part)
    return done / (time.process_time() - begin)


def _megabytes():
    """Memory that is held now; where the system does not tell, the most that was ever held."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize() / 2**20
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
