"""The review queue in a browser: Streamlit pages that draw, and call one function.

panel      the components: what the browser runs, and the shape of what it is sent (`shape`) and sends (`outbox`)
pages      a module a page, each with a `draw`; a room a page that has parts
beside     what both share: session (the store), who (is signed in), settings, keys, words and lines (what is said),
           plain (text that must not be read as markup), paint (plots, focus), outcome (what came of a press),
           tabs (what each shows), underway (changes of many while they are written)
"""
