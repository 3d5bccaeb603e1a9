"""The head and the foot of a meeting's letters, from what the charter says of the body."""

import re

from handlers.turn import Turn
from messages.documents.model import Heading, Official, Signature
from storage import memberships
from storage.meetings import Meeting
from storage.people import Membership
from taskforce.charter import Charter
from taskforce.roles import LEADERS, Role

_KINDS = ("Tổ công tác", "Ban Chỉ đạo", "Hội đồng", "Ủy ban", "Tổ giúp việc")
"""How bodies are called in running text, as their names begin."""

_PLACE = re.compile(r"(?:tỉnh|thành phố|huyện|quận|thị xã) ([^,()]+)$", re.IGNORECASE)


def heading(charter: Charter) -> Heading:
    """Who issues the letter; number and day are left open for the document system."""
    body = charter.body
    called = next((kind for kind in _KINDS if body.name.casefold().startswith(kind.casefold())), "")
    short = called or body.short_name or body.name
    place = _PLACE.search(body.name) or _PLACE.search(body.parent)
    return Heading(
        superior=body.parent,
        body=body.name,
        code="".join(word[0] for word in short.split() if word[0].isalpha()).upper(),
        place=place[1].strip() if place else "",
        body_short=short,
    )


def signature(charter: Charter, signer: Membership) -> Signature:
    """The head signs in person; a deputy in the head's place (KT.); whoever else by order (TL.)."""
    head = charter.titles.of(Role.LEADER)
    own = "" if signer.role is Role.LEADER else charter.titles.of(signer.role)
    office = signer.title if signer.title.casefold() not in (head.casefold(), own.casefold()) else ""
    return Signature(
        head_title=head,
        name=signer.full_name,
        deputy_title=own,
        capacity="KT." if signer.role in LEADERS else "TL.",
        office=office,
    )


async def chair(turn: Turn, meeting: Meeting) -> Official:
    """Who chairs, with the title the charter gives them; nobody where nobody is named."""
    place = None if meeting.chair_id is None else await memberships.get(turn.tx, meeting.chair_id)
    if place is None:
        return Official("")
    charter = await turn.charter(meeting.task_force_id)
    return Official(place.full_name, charter.titles.of(place.role))


def rests_on(charter: Charter, cite: str) -> str:
    """The article in full: "Điều 7 Quy chế …"; "" where none is named."""
    article = cite.removeprefix("Quy chế ")
    if not article or "quy chế" in article.casefold() or ";" in article:
        return cite
    return f"{article} {charter.body.regulation}"
