"""Pages on standard input, as JSON, to articles as resiliparse sees them; it has no comments of their own."""

from __future__ import annotations

import json
import sys
import time

# This file's own folder comes first on the path, and this file has the library's name.
sys.path.pop(0)

from resiliparse.extract.html2text import extract_plain_text

pages = json.load(sys.stdin)
extract_plain_text(pages[0], main_content=True)
begin = time.process_time()
bodies = [extract_plain_text(page, main_content=True, comments=False) for page in pages]
seconds = time.process_time() - begin
print(json.dumps({"bodies": bodies, "comments": [[] for _ in pages], "seconds": seconds}))
