"""What is said about somebody who cannot come: the questions, the consent, who comes instead."""

from typing import Literal

from messages.contexts.invitations import AbsenceShown
from messages.contexts.meetings import MeetingFacts
from messages.model import Message, Part


class Slip(Part, frozen=True):
    """What is wrong with what was typed or sent; ``text`` is the beginning of it, ``limit`` a number in words."""

    code: Literal[
        "empty", "too-long", "not-a-phone", "old-number", "invalid", "no-name", "too-big", "needs-text",
        "use-buttons", "changed", "gone",
    ]  # fmt: skip
    text: str = ""
    limit: str = ""


class AbsenceReason(Message, frozen=True):
    """Why they cannot come. ``name`` is whom somebody of the office answers for, "" for oneself."""

    facts: MeetingFacts
    name: str
    slip: Slip | None


class AbsenceSubstitute(Message, frozen=True):
    """Who comes instead. ``query`` was typed and ``found`` says how many colleagues it can mean.

    ``own_unit``: the buttons are colleagues of the own unit. ``declined`` is who said no before.
    """

    facts: MeetingFacts
    name: str
    query: str
    found: int
    own_unit: bool
    declined: str
    slip: Slip | None


class AbsenceSubstituteDetail(Message, frozen=True):
    """The title or the number of somebody who does not use the bot; ``optional``: it may be left out."""

    facts: MeetingFacts
    what: Literal["title", "phone"]
    substitute: str
    optional: bool
    slip: Slip | None


class AbsenceOpinion(Message, frozen=True):
    """The written opinion, as text or as a file; ``cite`` is the article that asks for it."""

    facts: MeetingFacts
    name: str
    cite: str
    slip: Slip | None


class AbsenceReview(Message, frozen=True):
    """All of it, to be sent. ``needs`` names whose consent it takes, "" for nobody's."""

    facts: MeetingFacts
    name: str
    absence: AbsenceShown
    needs: str
    slip: Slip | None


class AbsenceSent(Message, frozen=True):
    """It was sent; what happens next. ``is_chair``: the meeting needs another chair now."""

    facts: MeetingFacts
    name: str
    absence: AbsenceShown
    needs: str
    is_chair: bool


class AbsenceStopped(Message, frozen=True):
    """They left it: nothing was sent (or it was ``taken_back``), and ``answer`` is what holds ("": none yet)."""

    facts: MeetingFacts
    answer: Literal["", "attending", "absent", "substitute"]
    taken_back: bool = False


class AnswerClosed(Message, frozen=True):
    """Nothing can be answered any more: it has begun, is over or cancelled, or they are not on the list any more."""

    facts: MeetingFacts | None
    why: Literal["begun", "held", "cancelled", "removed"]


class ConsentAsked(Message, frozen=True):
    """To who decides (``to_record`` "") or to a secretary who notes what ``to_record`` says: an absence.

    ``status`` is where it stands: "asked", "granted", "refused", "withdrawn", or "incomplete" without the opinion.
    """

    facts: MeetingFacts
    who: str
    title: str
    absence: AbsenceShown | None
    status: Literal["asked", "granted", "refused", "withdrawn", "incomplete"]
    to_record: str
    cite: str


class ConsentRefusal(Message, frozen=True):
    """Why it is not agreed to."""

    facts: MeetingFacts
    who: str
    slip: Slip | None


class ConsentDecided(Message, frozen=True):
    """To the absent one: their absence was decided. ``name`` is whose, for somebody of the office who entered it."""

    facts: MeetingFacts
    name: str
    absence: AbsenceShown


class AbsenceNoted(Message, frozen=True):
    """To those whom the charter has told: somebody does not come, or (``absence`` None) comes after all.

    ``needs`` names whose consent it takes, "" for nobody's; the message follows the decision.
    """

    facts: MeetingFacts
    who: str
    title: str
    absence: AbsenceShown | None
    needs: str


class GuestGone(Message, frozen=True):
    """To the secretaries: a guest does not come after all; ``forgotten``: they had what is kept of them erased."""

    facts: MeetingFacts
    who: str
    title: str
    forgotten: bool


class ChairAbsent(Message, frozen=True):
    """To the secretaries: the one who was to chair cannot; another chair is needed."""

    facts: MeetingFacts
    who: str
    absence: AbsenceShown


class StandInAsked(Message, frozen=True):
    """To a colleague: please come in somebody's place.

    ``status``: "asked", "accepted", "declined", "released" (not needed any more) or "not-agreed" (the absence).
    """

    facts: MeetingFacts
    who: str
    title: str
    agenda: tuple[str, ...]
    status: Literal["asked", "accepted", "declined", "released", "not-agreed"]


class StandInSays(Message, frozen=True):
    """To the absent one (``name``: whose, for somebody of the office): what the colleague answered.

    ``lost``: they said nothing, but have left the task force, or the bot cannot reach them any more.
    """

    facts: MeetingFacts
    name: str
    substitute: str
    accepted: bool
    lost: Literal["", "left", "unreachable"] = ""
