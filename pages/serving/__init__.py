"""What the server does beyond Streamlit's own."""
