"""The text of a page, as a scraper or a person copied it, taken apart into article and comments.

line       the page as lines, and what each of them may be alone: a heading, a button, a name, a date
sheet      all of that for every line of one page, and what stands above a line
recurring  the lines that keep coming back, and whether they are the headers of comments
comment    which lines belong to one comment, and what they say: author, time, text, in answer to whom
section    where the comments begin and end, by the best of what recurs
page       all of it in order, with `blocks`, the kinds of the article's lines
"""
