"""The command ``next-dollar``: serves the app from any folder, checks a company's file, or writes a report."""

from __future__ import annotations

import argparse
import os
import runpy
import sys
from collections.abc import Sequence
from pathlib import Path

from next_dollar import installed_version
from next_dollar.settings import read_settings, variable_of

PORTS = range(1, 65536)


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve the app until it is stopped, check a file or write a report; the command's entry."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.task:
        if code := _task(given):
            sys.exit(code)
        return
    if given.database:
        os.environ[variable_of("database")] = given.database
    try:
        read_settings().courses()
    except ValueError as error:
        parser.error(str(error))
    sys.argv = ["streamlit", "run", str(app_script()), *_options(given)]
    runpy.run_module("streamlit", run_name="__main__")


def _task(given: argparse.Namespace) -> int:
    """Do what serves nothing, and return its exit code. The server starts without the model: it is imported here."""
    if given.task == "check":
        from next_dollar.check import check

        return check(given.file)
    from next_dollar.report import report

    return report(given.source, given.to)


def app_script() -> Path:
    """Return the script that serves the app: beside this module where it is installed, else in the checkout."""
    here = Path(__file__).resolve().parent
    installed = here / "app.py"
    return installed if installed.is_file() else here.parent / "app.py"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="next-dollar",
        description="A what-if simulator: where should the next dollar go, prospecting, conversion or upsell?",
    )
    parser.add_argument("--version", action="version", version=f"next-dollar {installed_version()}")
    parser.add_argument("--port", type=_port, default=8501, help="port to serve on (default: %(default)s)")
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to serve on (default: %(default)s, this machine alone)"
    )
    parser.add_argument("--base-path", default="", help="path below which the app is served (default: none)")
    parser.add_argument(
        "--database", default="", help="where rooms are kept: a file, or postgresql://user:password@host/name"
    )
    tasks = parser.add_subparsers(dest="task", metavar="check FILE | report LINK_OR_FILE -o plan.pdf")
    task = tasks.add_parser("check", help="say whether a saved company's file can be opened, and what it holds")
    task.add_argument("file", type=Path, metavar="FILE", help="the file, as 'Save my company' writes it")
    task = tasks.add_parser("report", help="write the report of a link or of a saved company's file")
    task.add_argument(
        "source", metavar="LINK_OR_FILE", help="a scenario's link, or a file as 'Save my company' writes it"
    )
    task.add_argument(
        "-o", "--output", dest="to", type=Path, required=True, metavar="plan.pdf",
        help="where to write it; .pdf or .html: the report, .xlsx: the workbook, .pptx: slides, .py: the script",
    )  # fmt: skip
    return parser


def _port(text: str) -> int:
    port = int(text) if text.isdecimal() else 0
    if port not in PORTS:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: {PORTS.start} to {PORTS.stop - 1} are allowed")
    return port


def _options(given: argparse.Namespace) -> list[str]:
    options = ["--server.port", str(given.port), "--server.address", given.host]
    return options + (["--server.baseUrlPath", given.base_path.strip("/")] if given.base_path.strip("/") else [])


if __name__ == "__main__":
    main()
