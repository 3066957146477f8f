"""The pages of the documentation: which there are, and how a guide becomes one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from posixpath import normpath
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from docs.examples import ran
from docs.reference import names, reference
from docs.told import told
from next_dollar import installed_version

ROOT = Path(__file__).parent.parent
TOLD = re.compile(r"^<!-- told: ([\w ]+) -->$", re.MULTILINE)
HIDDEN = re.compile(r"^<!-- /?[\w ]+ -->\n", re.MULTILINE)
"""Marks by which tests find commands."""


SCROLLS = '<div class="scroll" tabindex="0">'


@dataclass(frozen=True)
class Guide:
    """One page: for whom it is, its file's name in the site, and the file it is written in; none: told by the code."""

    name: str
    title: str
    group: str
    source: str = ""

    @property
    def text(self) -> str:
        """The page's Markdown, with what the code says and what examples print."""
        if not self.source:
            return reference()
        text = ROOT.joinpath(self.source).read_text(encoding="utf-8")
        return ran(TOLD.sub(lambda found: told()[found[1]](), HIDDEN.sub("", text)), self.title)


GUIDES = (
    Guide("index.html", "Next Dollar", "", "docs/guides/index.md"),
    Guide("owners.html", "For owners", "Use it", "docs/guides/owners.md"),
    Guide("model.html", "The model", "Use it", "docs/guides/model.md"),
    Guide("history.html", "What a history can tell", "Use it", "docs/guides/history.md"),
    Guide("certainty.html", "How sure one can be", "Use it", "docs/guides/certainty.md"),
    Guide("words.html", "The words", "Use it", "docs/guides/words.md"),
    Guide("facilitators.html", "For facilitators", "Teach with it", "docs/facilitator-guide.md"),
    Guide("courses.html", "For course authors", "Teach with it", "docs/guides/courses.md"),
    Guide("embedding.html", "In a page of your own", "Teach with it", "docs/embedding.md"),
    Guide("deploy.html", "For those who serve it", "Serve and change it", "deploy/README.md"),
    Guide("contributing.html", "For contributors", "Serve and change it", "CONTRIBUTING.md"),
    Guide("architecture.html", "Architecture", "Serve and change it", "docs/architecture.md"),
    Guide("code-words.html", "Words of the code", "Serve and change it", "docs/glossary.md"),
    Guide("library.html", "The model from Python", "Compute with it", "docs/guides/library.md"),
    Guide("reference.html", "Reference", "Compute with it"),
    Guide("changes.html", "Changes", "Serve and change it", "CHANGELOG.md"),
)


def pages() -> dict[str, str]:
    """Return the HTML of each page by its file's name.

    Raises:
        docs.examples.ExampleFailed: an example of a guide does not run.
    """
    return {guide.name: _page(guide) for guide in GUIDES}


def _page(guide: Guide) -> str:
    style = Path(__file__).with_name("site.css").read_text(encoding="utf-8")
    title = guide.title if guide.name == "index.html" else f"{guide.title} · Next Dollar"
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(title)}</title>'
        f"<style>{style}</style></head><body>{_contents(guide)}<main>{body(guide.text, guide.source)}"
        f"<footer>Next Dollar {escape(installed_version())}</footer></main></body></html>\n"
    )


def _contents(here: Guide) -> str:
    groups = dict.fromkeys(guide.group for guide in GUIDES)
    return f'<nav aria-label="Pages">{"".join(_group(group, here) for group in groups)}</nav>'


def _group(group: str, here: Guide) -> str:
    lines = (
        f'<li><a href="{guide.name}"{" aria-current=page" if guide is here else ""}>{escape(guide.title)}</a></li>'
        for guide in GUIDES
        if guide.group == group
    )
    return f"{f'<p>{escape(group)}</p>' if group else ''}<ul>{''.join(lines)}</ul>"


def body(text: str, source: str = "") -> str:
    """Return Markdown as HTML: headings can be led to, and links to files of the checkout lead to their pages.

    Args:
        text: the Markdown; HTML in it is shown as text.
        source: the file it stands in, from the checkout's root: what its links start from.
    """
    tokens = _reader().parse(text)
    seen: set[str] = set()
    for token, inner in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type == "heading_open" and inner is not None:
            token.attrSet("id", _place(inner.content, seen))
        for child in token.children or ():
            if child.type == "link_open":
                child.attrSet("href", lead(str(child.attrGet("href")), source))
        if token.children:
            token.children = list(_named(token.children))
    made = str(_reader().renderer.render(tokens, _reader().options, {}))
    return made.replace("<table>", f"{SCROLLS}<table>").replace("</table>", "</table></div>")


def lead(address: str, source: str) -> str:
    """Return where a link leads in the site: a file that is a page leads there, any other file of ours nowhere new."""
    parts = urlsplit(address)
    if parts.scheme or not parts.path or any(guide.name == parts.path for guide in GUIDES):
        return address
    file = normpath(str(Path(source).parent / parts.path))
    page = next((guide.name for guide in GUIDES if guide.source == file), address)
    return f"{page}#{parts.fragment}" if parts.fragment else page


def _place(heading: str, seen: set[str]) -> str:
    """Return the name of a heading's place, as code hosts make it, so that links work there and here."""
    plain = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
    place = next(each for n in range(1000) if (each := f"{plain}-{n}" if n else plain) not in seen)
    seen.add(place)
    return place


def _named(tokens: list[Token]) -> Iterator[Token]:
    """Yield a text's tokens; a name of the library leads to what the reference says of it."""
    depth = 0
    for token in tokens:
        depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type != "code_inline" or depth or token.content not in names():
            yield token
            continue
        opened = Token("link_open", "a", 1, attrs={"href": f"reference.html#{token.content.lower()}"})
        yield from (opened, token, Token("link_close", "a", -1))


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")
