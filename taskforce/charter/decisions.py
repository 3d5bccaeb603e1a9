"""How the body decides: the majority at a meeting and by written opinion."""

from typing import Literal

from pydantic import Field

from taskforce.charter.base import UNSPECIFIED, LeadOrUnspecified, RoleName, Rule, Share, YesNo


class Majority(Rule):
    """When a proposal passes: ``at_least`` or ``more_than`` a share of ``of``, with the ``roles`` among those for it.

    ``of``: "all" members, those "present" (by writing: who answered), or "voting" (for and against only).
    "unspecified" counts as all, the strictest reading. ``casting_vote``: a tie goes as the chair voted.
    """

    at_least: Share | None = None
    more_than: Share | None = None
    of: Literal["all", "present", "voting", "unspecified"] = UNSPECIFIED
    roles: tuple[RoleName, ...] = ()
    casting_vote: YesNo = False
    one_vote_per_unit: YesNo = False
    cite: str = ""


class Written(Rule):
    """Deciding without a meeting: how long at least and at most, and what no answer means.

    ``early``: it ends as soon as no answer that is still to come can change the result.
    """

    shortest: LeadOrUnspecified = UNSPECIFIED
    longest: LeadOrUnspecified = UNSPECIFIED
    silence: Literal["consent", "against", "abstain", "unspecified"] = UNSPECIFIED
    passes: Majority | None = None
    early: YesNo = False
    cite: str = ""


class Decisions(Rule):
    """``meeting``: the majority at meetings (more than half where nothing is said); ``written``: by circular."""

    meeting: Majority | None = None
    written: Written | None = Field(default=None)
    cite: str = ""
