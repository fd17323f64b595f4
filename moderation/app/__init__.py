"""The review queue in a browser: Streamlit pages that draw, and call one function."""
