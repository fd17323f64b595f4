"""Pages on standard input, as JSON, to article and comments as trafilatura sees them."""

from __future__ import annotations

import json
import sys
import time

# This file's own folder comes first on the path, and this file has the library's name.
sys.path.pop(0)

import trafilatura

pages = json.load(sys.stdin)
trafilatura.bare_extraction(pages[0])
begin = time.process_time()
found = [trafilatura.bare_extraction(page, include_comments=True) for page in pages]
seconds = time.process_time() - begin
bodies = [one.text or "" if one else "" for one in found]
comments = [[one.comments] if one and one.comments else [] for one in found]
print(json.dumps({"bodies": bodies, "comments": comments, "seconds": seconds}))
