"""eldc by itself."""

import json
import sys
import time

import eldc

texts = json.load(sys.stdin)
eldc.init()
begin = time.process_time()
codes = [eldc.detect(text) for text in texts]
print(json.dumps({"batch": len(texts) / (time.process_time() - begin), "codes": codes}))
