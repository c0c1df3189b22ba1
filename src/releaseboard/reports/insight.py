"""What stands behind a forecast, for texts and scripts: whose slip it is, and the chain that drives the date."""

from collections.abc import Mapping
from typing import Any

from releaseboard.domain.model import Release
from releaseboard.schedule.appraisal import Outlooks
from releaseboard.schedule.outlook import Outlook
from releaseboard.schedule.slip import SlipFinder
from releaseboard.schedule.why import Explainer, Why

Plain = dict[str, Any]


class Insight:
    """Explains the releases of one board's outlooks; the dear parts are worked out when first asked for."""

    def __init__(self, outlooks: Mapping[str, Outlook]) -> None:
        self._outlooks = outlooks
        self._explainer: Explainer | None = None
        self._slips: SlipFinder | None = None

    def explain(self, release: Release) -> Why | None:
        """Why a release has its date; None where the outlooks are not those of a forecast."""
        if not isinstance(self._outlooks, Outlooks):
            return None
        if self._explainer is None:
            self._explainer = Explainer(self._outlooks.whole())
        return self._explainer.explain(release)

    def view(self, release: Release) -> Plain:
        """`own_slip`, `inherited_slip` (working days, null without target or date) and `driver`, root first."""
        found: Plain = {"own_slip": None, "inherited_slip": None, "driver": []}
        why = self.explain(release)
        if why is None or not isinstance(self._outlooks, Outlooks):
            return found
        if self._slips is None:
            self._slips = SlipFinder(self._outlooks.whole())
        slip = self._slips.find(release)
        if slip is not None:
            found |= {"own_slip": slip.own, "inherited_slip": slip.inherited}
        found["driver"] = [
            {"kind": step.kind, "ref": step.ref, "text": step.text, "who": step.who or None} for step in why.steps
        ]
        return found
