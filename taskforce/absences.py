"""A member who cannot come: what is still missing, who must agree, and where the absence stands. All pure."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

from taskforce.charter.meetings import Absence
from taskforce.roles import Role


class AbsenceState(StrEnum):
    """Where an absence stands; "notified" is the end where telling is enough."""

    OPINION_MISSING = "opinion-missing"
    WAITING = "waiting-for-consent"
    NOTIFIED = "notified"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class AbsenceError(ValueError):
    """The step is not possible; ``reason`` is "no-substitute", "nothing-to-decide", "not-complete" or "withdrawn"."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class AbsenceRequest:
    """One member's absence from one meeting: the reason, who comes instead, the written opinion, the decision."""

    reason: str
    substitute: str = ""
    opinion: str = ""
    decision: Literal["granted", "refused", ""] = ""
    withdrawn: bool = False


def state(rule: Absence, request: AbsenceRequest) -> AbsenceState:
    """Where the absence stands under the meeting's rule."""
    if request.withdrawn:
        return AbsenceState.WITHDRAWN
    if needs_opinion(rule, request) and not request.opinion:
        return AbsenceState.OPINION_MISSING
    if not needs_consent(rule):
        return AbsenceState.NOTIFIED
    if request.decision:
        return AbsenceState(request.decision)
    return AbsenceState.WAITING


def needs_consent(rule: Absence) -> bool:
    """Whether somebody must agree; "unspecified" needs nobody."""
    return rule.consent not in ("none", "unspecified")


def needs_opinion(rule: Absence, request: AbsenceRequest) -> bool:
    """Whether a written opinion is owed: always, or when a substitute is sent (Quảng Nam Điều 6.2)."""
    return rule.written_opinion == "always" or (rule.written_opinion == "with-substitute" and bool(request.substitute))


def decided_by(rule: Absence) -> Role | Literal["chair"] | None:
    """Whose consent is needed: the "chair" of that meeting or a role; None when nobody's."""
    if rule.consent == "none" or rule.consent == "unspecified":
        return None
    return rule.consent


def name_substitute(rule: Absence, request: AbsenceRequest, name: str) -> AbsenceRequest:
    """Send ``name`` instead ("" for nobody after all); a decision already made must then be made again."""
    _open(request)
    if name and rule.substitute is False:
        raise AbsenceError("no-substitute")
    return replace(request, substitute=name, decision="")


def give_opinion(request: AbsenceRequest, opinion: str) -> AbsenceRequest:
    """Put in, or change, the written opinion; a decision stands."""
    _open(request)
    return replace(request, opinion=opinion)


def decide(rule: Absence, request: AbsenceRequest, granted: bool) -> AbsenceRequest:
    """The chair's (or the named role's) answer; it may be changed until the absence is withdrawn."""
    _open(request)
    if not needs_consent(rule):
        raise AbsenceError("nothing-to-decide")
    if state(rule, request) == AbsenceState.OPINION_MISSING:
        raise AbsenceError("not-complete")
    return replace(request, decision="granted" if granted else "refused")


def withdraw(request: AbsenceRequest) -> AbsenceRequest:
    """The member comes after all."""
    return replace(request, withdrawn=True)


def _open(request: AbsenceRequest) -> None:
    if request.withdrawn:
        raise AbsenceError("withdrawn")
