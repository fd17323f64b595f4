"""alt-profanity-check: its shipped model, in one batch and one comment at a time."""

import json
import sys
import time

from profanity_check import predict_prob

texts = json.load(sys.stdin)
predict_prob(texts[:10])
begin = time.process_time()
predict_prob(texts)
batch = len(texts) / (time.process_time() - begin)
begin = time.process_time()
for text in texts[:50]:
    predict_prob([text])
print(json.dumps({"batch": batch, "single_ms": (time.process_time() - begin) / 50 * 1000}))
