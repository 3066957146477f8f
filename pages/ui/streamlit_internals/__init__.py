"""All that leans on what Streamlit does not promise: a new Streamlit is this folder's work.

Each use has a fallback with which the pages still work, and says once, in one line of the log or of the browser's
console, when it is taken. ``dom.json`` and ``style.json`` hold the names by which browser code and style sheets find
Streamlit's own elements; ``tests/test_streamlit_internals.py`` breaks each of these things in turn.
"""
