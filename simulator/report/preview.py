"""What a link shows of its scenario where it is pasted into a chat: a title, the answer, and a picture of both."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files

from simulator.report.alternatives import TODAY, Alternative
from simulator.report.charts import revenue_of
from simulator.report.paper import breakable
from simulator.report.sentences import brings
from simulator.report.writing import Writing
from simulator.workspace.scenario import Workspace


@dataclass(frozen=True)
class Preview:
    """What is shown of a workspace; ``locale`` is that of its numbers."""

    workspace: Workspace
    locale: str
    width: int = 1200
    height: int = 630
    """Of the picture, in pixels: of these chats cut nothing off."""

    @property
    def title(self) -> str:
        """Whose plan it is."""
        scenario = self.workspace.scenario
        return f"{scenario.business.name}: {scenario.name}"

    @property
    def sentence(self) -> str:
        """What the plan brings."""
        return brings(self.workspace, self._write)

    def picture(self) -> bytes:
        """Return the picture as PNG."""
        import typst  # Only who draws one needs it.

        asked = self.workspace.question
        shown = [Alternative(self.workspace.scenario.name, "scenario", asked)]
        if asked != asked.today:
            shown.insert(0, Alternative(TODAY, "today", asked.today))
        data = {
            "company": breakable(self.workspace.scenario.business.name),
            "sentence": breakable(self.sentence),
            "svg": revenue_of(shown, self._write).svg,
            "size": (self.width, self.height),
        }
        template = files(__package__).joinpath("preview.typ").read_bytes()
        drawn: bytes = typst.compile(template, format="png", ppi=72, sys_inputs={"data": json.dumps(data)})
        return drawn

    @property
    def _write(self) -> Writing:
        return Writing(self.workspace.scenario.business.currency, self.locale)
