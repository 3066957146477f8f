"""What was found in an export: what became of its rows, what cannot be said, and the rows that no fact rests on."""

from __future__ import annotations

import re

import streamlit as st

from pages.ui.text import markup
from pages.your_business.evidence import words
from pages.your_business.evidence.upload import DealsUpload
from simulator.evidence.finding import Finding


def found(upload: DealsUpload, finding: Finding) -> None:
    """Draw the sum of rows, what the deals became, each thing that is not said, and the rows left out."""
    st.html(
        markup.phrase("What was found")
        + f'<p class="named" role="status">{words.rows_read(finding)}. {words.outcomes(finding)}</p>'
        + markup.small(*finding.proposals.notes)
    )
    if finding.used == finding.rows:
        return
    st.html(words.rows_listed({"left out": finding.left_out, "unreadable": finding.unreadable}))
    stem = re.sub(r"[^\w-]+", "-", upload.name.rpartition(".")[0]).strip("-") or "export"
    st.download_button(
        "Download these rows", lambda: upload.left, f"{stem}-left-out.csv", "text/csv", key="crm_left",
        on_click="ignore", type="tertiary",
    )  # fmt: skip
