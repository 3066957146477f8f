"""One script per page, with what each of them is made of; Streamlit finds the scripts beside ``app.py``."""
