"""The command ``next-dollar``: serves the app from any folder, checks a file, writes a report, or renews a key."""

from __future__ import annotations

import argparse
import os
import runpy
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from next_dollar import installed_version
from next_dollar.settings import read_settings, variable_of

PORTS = range(1, 65536)


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve the app until it is stopped, or do what serves nothing; the command's entry."""
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
    if given.task == "lti-key":
        return _lti_key(given)
    from next_dollar.report import report

    return report(given.source, given.to)


def _lti_key(given: argparse.Namespace) -> int:
    # It belongs to what this command serves, which stands above it and is found beside the app's script alone.
    sys.path.append(str(app_script().parent))
    try:
        keys = import_module("pages.serving.lti.keys")
    except ModuleNotFoundError as missing:
        print(f"This needs {missing.name}: pip install 'next-dollar[lti]' brings it.", file=sys.stderr)
        return 1
    try:
        place = given.database or read_settings().database_place
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    code: int = keys.run(place, given.step, given.kid or "", at_once=given.at_once)
    return code


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
    tasks = parser.add_subparsers(dest="task", metavar="check FILE | report LINK_OR_FILE -o plan.pdf | lti-key")
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
    _add_lti_key(tasks)
    return parser


def _add_lti_key(tasks: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    task = tasks.add_parser("lti-key", help="look at the keys that course software knows the app by, or renew them")
    task.set_defaults(kid=None, at_once=False)
    steps = task.add_subparsers(dest="step", metavar="show | renew | retire KID", required=True)
    steps.add_parser("show", help="say which key signs, and until when others are published")
    step = steps.add_parser("renew", help="publish a new key, which signs after an hour; the old one stays for a day")
    step.add_argument(
        "--at-once", action="store_true", help="let it sign after two minutes: the old one is in wrong hands"
    )
    step = steps.add_parser("retire", help="publish a key no longer, and forget it")
    step.add_argument("kid", metavar="KID", help="its name, as 'lti-key show' says it")


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
