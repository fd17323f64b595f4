"""pandas and Detoxify's architecture (BERT base, random weights, whose speed does not depend on them), one thread."""

import json
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).parent))
import torch
from detoxify import Detoxify
from detoxify_architecture import checkpoint  # a script beside this one

texts = json.load(sys.stdin)
torch.set_num_threads(1)
with tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    model = Detoxify(checkpoint=str(checkpoint(folder, texts)), huggingface_config_path=name)
    model.predict(texts[0])
    source, out = folder / "in.csv", folder / "out.csv"
    pd.DataFrame({"id": range(len(texts)), "text": texts}).to_csv(source, index=False)
    begin = time.process_time()
    for number, chunk in enumerate(pd.read_csv(source, chunksize=16, dtype=str, keep_default_na=False)):
        scored = chunk.assign(**model.predict(list(chunk["text"])))
        scored.to_csv(out, mode="a", index=False, header=number == 0)
    print(json.dumps({"cpu_seconds": time.process_time() - begin}))
