"""An absence while it is being told: what is known so far, kept in the session, and what is still to be asked."""

from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from storage.absences import Absence
from taskforce import absences as rules
from taskforce.absences import AbsenceRequest
from taskforce.charter.meetings import Meeting as Series

Step = Literal["reason", "substitute", "title", "phone", "opinion", "review"]


@dataclass(frozen=True, slots=True)
class Substitute:
    """Who comes instead: a registered colleague (``membership``), or by name; None of a detail: not asked yet."""

    name: str
    membership: int | None = None
    title: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """``first`` is "n" (why first) or "s" (who comes instead first); ``base`` the version that was read, 0: none.

    ``reason`` and ``nobody`` None/False and ``substitute`` None: not asked yet. ``later``: the opinion comes later.
    ``query`` is what a colleague is searched for, ``revision`` tells old buttons from new ones.
    """

    invitee: int
    first: str
    base: int = 0
    step: Step = "reason"
    revision: int = 0
    reason: str | None = None
    substitute: Substitute | None = None
    nobody: bool = False
    opinion: str = ""
    file: dict[str, str] | None = None
    later: bool = False
    query: str = ""

    def pack(self) -> dict[str, Any]:
        """For ``sessions.state``."""
        return asdict(self)

    @property
    def request(self) -> AbsenceRequest:
        """The absence as the rules see it."""
        name = "" if self.substitute is None else self.substitute.name
        return AbsenceRequest(self.reason or "", name, self.opinion or (self.file or {}).get("name", ""))

    def at(self, step: Step) -> "Draft":
        """The same at that step; buttons made before are old."""
        return replace(self, step=step, revision=self.revision + 1, query="")

    def onward(self, series: Series) -> "Draft":
        """The same at whatever is to be asked next."""
        return self.at(_next(self, series))

    def back(self, series: Series) -> "Draft":
        """One question back; to the review where nothing is open any more."""
        onward = self.onward(series)
        if onward.step == "review" or (self.step == "reason" and self.reason is not None):
            return onward
        if self.step in ("title", "phone"):
            return replace(self, substitute=None).at("substitute")
        may_send = series.absence.substitute is not False
        return self.at("reason" if self.step == "substitute" or not may_send else "substitute")

    def sending(self, substitute: Substitute) -> "Draft":
        """The same with somebody who comes instead; the opinion may be wanted for that."""
        return replace(self, substitute=substitute, nobody=False, later=False)

    def with_detail(self, text: str) -> "Draft":
        """The same with the title or the number that was asked for."""
        if self.substitute is None:
            return self
        if self.step == "title":
            return replace(self, substitute=replace(self.substitute, title=text))
        return replace(self, substitute=replace(self.substitute, phone=text))


def _next(draft: Draft, series: Series) -> Step:
    may_send = series.absence.substitute is not False
    substitute_open = may_send and draft.substitute is None and not draft.nobody
    if draft.first == "s" and substitute_open:
        return "substitute"
    if draft.substitute is not None and draft.substitute.membership is None:
        if draft.substitute.title is None:
            return "title"
        if draft.substitute.phone is None:
            return "phone"
    if draft.reason is None:
        return "reason"
    if substitute_open:
        return "substitute"
    missing = rules.needs_opinion(series.absence, draft.request) and not draft.request.opinion
    return "opinion" if missing and not draft.later else "review"


def unpack(state: dict[str, Any]) -> Draft:
    """From ``sessions.state``; what others keep there is left out."""
    known = {key: value for key, value in state.items() if key in Draft.__slots__}
    substitute = known.pop("substitute", None)
    return Draft(**known, substitute=None if substitute is None else Substitute(**substitute))


def from_absence(absence: Absence, first: str) -> Draft:
    """To change what was sent."""
    named = Substitute(
        absence.substitute_name, absence.substitute_id, absence.substitute_title, absence.substitute_phone
    )
    given = bool(absence.opinion or absence.opinion_file)
    return Draft(
        absence.invitee_id,
        first,
        base=absence.version,
        reason=absence.reason,
        substitute=named if absence.substitute_name else None,
        nobody=not absence.substitute_name,
        opinion=absence.opinion,
        file=absence.opinion_file,
        later=not given,
    )
