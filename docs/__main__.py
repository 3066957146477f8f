"""``python -m docs [FOLDER]``: write the documentation as pages into a folder, ``site`` unless another is named."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path

from docs.links import broken
from docs.site import pages


def main(arguments: list[str]) -> int:
    """Write the pages; return 1 where a link among them leads nowhere, once each is named."""
    parser = ArgumentParser("python -m docs", description="Write the documentation as pages that open offline.")
    parser.add_argument("folder", nargs="?", default="site", type=Path, help="where to, site unless named")
    folder = parser.parse_args(arguments).folder
    made = pages()
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in made.items():
        (folder / name).write_text(page, encoding="utf-8")
    found = broken(made)
    print("\n".join(found) or f"{len(made)} pages in {folder}: open {folder / 'index.html'}")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
