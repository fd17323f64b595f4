"""alt-profanity-check: its score of every text, its load time, and its speed in a batch and one at a time."""

import json
import sys
import time

texts = json.load(sys.stdin)
begin = time.process_time()
from profanity_check import predict_prob  # noqa: E402 # the import is what is timed

load = time.process_time() - begin
predict_prob(texts[:10])
begin = time.process_time()
scores = predict_prob(texts).tolist()
batch = len(texts) / (time.process_time() - begin)
begin = time.process_time()
for text in texts[:50]:
    predict_prob([text])
single = (time.process_time() - begin) / 50 * 1000
print(json.dumps({"scores": scores, "load": load, "batch": batch, "single_ms": single}))
