"""The pages of the queue, each with a `draw`; a room of its own where a page has parts.

rooms      queue, rules, insights, settings: `page` draws it, out of the modules beside it; none knows of another
pages      thread_page, author_page, together_page, handover_page, history_page
shared     asked (a view: from an address to a filter), listing (comments that are decided in place), standing (what is
           in force), restricting (what may be done about an author), ruling_many (many at once), campaigns
"""
