"""pandas and alt-profanity-check: a CSV file read in chunks, one score a comment, written again."""

import json
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd
from profanity_check import predict_prob

texts = json.load(sys.stdin)
predict_prob(texts[:10])
with tempfile.TemporaryDirectory() as name:
    source, out = Path(name) / "in.csv", Path(name) / "out.csv"
    pd.DataFrame({"id": range(len(texts)), "text": texts}).to_csv(source, index=False)
    begin = time.process_time()
    for number, chunk in enumerate(pd.read_csv(source, chunksize=2000, dtype=str, keep_default_na=False)):
        chunk["score"] = predict_prob(list(chunk["text"]))
        chunk.to_csv(out, mode="a", index=False, header=number == 0)
    print(json.dumps({"cpu_seconds": time.process_time() - begin}))
