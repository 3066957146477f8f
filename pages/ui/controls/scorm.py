"""A package for course software that takes no address: a SCO that shows a scenario and tells whether it was tried."""

from __future__ import annotations

from html import escape
from io import BytesIO
from pathlib import Path
from string import Template
from typing import Literal
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

Edition = Literal["1.2", "2004"]
PAGE, MANIFEST = "index.html", "imsmanifest.xml"
TEMPLATE = Path(__file__).with_name("scorm.html")
_1_2 = (
    'xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"',
    "1.2", "adlcp:scormtype",
)  # fmt: skip
_2004 = (
    'xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3"',
    "2004 3rd Edition", "adlcp:scormType",
)  # fmt: skip
SPACES = {"1.2": _1_2, "2004": _2004}
"""By edition: the namespaces, the version as the manifest says it, and what marks a page that talks to the course."""
DATE = (1980, 1, 1, 0, 0, 0)
"""Of the files in a package: the same scenario gives the same bytes."""


def package(edition: Edition, source: str, title: str, height: int) -> bytes:
    """Return the ZIP file of a course's one page.

    Args:
        edition: of SCORM.
        source: the address of what is shown in its frame.
        title: what the course calls it.
        height: of the frame in pixels, until the page in it has told its own.
    """
    page = Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        title=escape(title), source=escape(source), height=height, edition=edition
    )
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as files:
        for name, text in ((MANIFEST, _manifest(edition, title)), (PAGE, page)):
            files.writestr(ZipInfo(name, DATE), text, ZIP_DEFLATED)
    return written.getvalue()


def _manifest(edition: Edition, title: str) -> str:
    spaces, version, kind = SPACES[edition]
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="next-dollar" version="1" {spaces}>
  <metadata><schema>ADL SCORM</schema><schemaversion>{version}</schemaversion></metadata>
  <organizations default="course">
    <organization identifier="course">
      <title>{escape(title)}</title>
      <item identifier="item" identifierref="page"><title>{escape(title)}</title></item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="page" type="webcontent" {kind}="sco" href={quoteattr(PAGE)}>
      <file href={quoteattr(PAGE)}/>
    </resource>
  </resources>
</manifest>
"""
