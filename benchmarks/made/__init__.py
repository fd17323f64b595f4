"""Pages that are made, with their gold: random comments in the forms that sites print them in.

page       what a made page is: its content, its comments, and the forms that it was made of
people     who writes
moments    when it was written
language   what the sites of one language print; `languages` has ten of them
habits     what some comments have beside header, text and buttons: quotations, titles, advertising
copied     pages as a person copied their text
saved      pages as a browser saved them, in HTML
further    saved pages in further structures: `further_forms` has those of components and style sheets of today,
           `further_boards` those of boards, hand-written pages and sites of other languages
lists      lists without comments, as copied text; `saved_lists` has them in HTML, `further_lists` more of them
new_forms  held out: forms that no parser is tuned on, in English; `new_languages` has those of German and French,
           `new_structures` those of HTML, `new_lists` those of lists
kinds      the table of all that
"""
