"""py3langid by itself."""

import json
import sys
import time

import py3langid

texts = json.load(sys.stdin)
py3langid.classify("to load the model")
begin = time.process_time()
codes = [py3langid.classify(text)[0] for text in texts]
print(json.dumps({"batch": len(texts) / (time.process_time() - begin), "codes": codes}))
