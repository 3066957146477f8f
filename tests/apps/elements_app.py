"""Harness for test_streamlit_internals.py: one of each Streamlit element that style sheets or browser code look for."""

import time

import streamlit as st

st.set_page_config(layout="wide")
STATIC = "export default ({ parentElement }) => { parentElement.append('here'); };"
with st.container(horizontal=True):
    st.html("<p>Words</p>")
    st.code("a link", language=None)
    st.button("Primary", type="primary")
    st.button("Helped", help="What it does")
left, right = st.columns(2)
with left:
    st.checkbox("Checkbox")
    st.toggle("Toggle")
    st.slider("Slider")
    st.selectbox("Selectbox", ["one"])
    st.multiselect("Multiselect", ["one"])
    st.number_input("Number")
    st.text_input("Text")
    st.text_area("Several lines")
with right:
    st.file_uploader("File")
    st.download_button("Download", b"x", "x.txt")
    st.page_link("https://example.org", label="Page")
    with st.form("form"):
        st.form_submit_button("Submit")
    st.expander("Expander").write("Inside")
    with st.popover("Popover"):
        st.write("Inside")
    st.components.v2.component("isolated", js=STATIC)(key="isolated")
if st.button("Slow"):
    time.sleep(4)
