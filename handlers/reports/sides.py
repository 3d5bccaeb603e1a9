"""The other sides of the card: a section's questions to change one, the colleagues to ask for help."""

from handlers.reports import scene as scenes
from handlers.reports.options import PAGE, Options, pager
from handlers.reports.talk import Talk, heading_of
from handlers.reports.taps import Act, HandTo, Look
from handlers.reports.wording import line_of
from messages import formats
from messages.contexts.reports import ReportEditing, ReportHandOver
from messages.model import Button, Keyboard, Label, Message
from taskforce.forms import Ask, Review, visible

Card = tuple[Message, Keyboard]


def section(talk: Talk, live: Review) -> Card:
    """The questions of one section, one button each."""
    chosen = live.sections[min(max(talk.state.arg, 0), len(live.sections) - 1)]
    places = {field.key: place for place, field in enumerate(talk.session.form.fields)}
    rows = [
        Button(
            formats.shorten(line_of(talk.scene, row.field), 40),
            data=Act(talk.open.id, live.revision, "g", places[row.field.key]).pack(),
        )
        for row in chosen.rows
    ]
    pages = max(1, -(-len(rows) // PAGE))
    page = min(max(talk.state.page, 0), pages - 1)
    shown = tuple((row,) for row in rows[page * PAGE : (page + 1) * PAGE])
    keys = [each.key for each in talk.session.form.sections]
    again: tuple[tuple[Button, ...], ...] = ()
    if chosen.section is not None and len(rows) > 1:
        data = Act(talk.open.id, live.revision, "gs", keys.index(chosen.section.key)).pack()
        again = ((Button(Label("report.whole_section"), data=data),),)
    message = ReportEditing(heading_of(talk), chosen.section.title if chosen.section else "")
    return message, (*shown, *pager(talk, live.revision, Options((), page, pages)), *again, _back(talk, live.revision))


def can_ask(talk: Talk) -> bool:
    """Whether there is anybody to ask."""
    return bool(scenes.colleagues(talk.scene, talk.person.id))


def colleagues(talk: Talk, ask: Ask) -> Card:
    """Whom to ask, for this question or for its whole section."""
    others = scenes.colleagues(talk.scene, talk.person.id)
    whole = talk.state.arg == 1
    pages = max(1, -(-len(others) // PAGE))
    page = min(max(talk.state.page, 0), pages - 1)
    applying = {field.key for field in visible(talk.session.form, talk.session.answers)}
    count = sum(field.key in applying for field in talk.section_fields)
    reach: tuple[tuple[Button, ...], ...] = ()
    if count > 1:
        reach = (
            (
                Button(
                    Label("report.only_this" if whole else "report.only_this_chosen"),
                    data=Look(talk.open.id, ask.revision, "hand", 0, page).pack(),
                ),
                Button(
                    Label("report.whole_chosen" if whole else "report.whole"),
                    data=Look(talk.open.id, ask.revision, "hand", 1, page).pack(),
                ),
            ),
        )
    names = tuple(
        (
            Button(
                Label("report.ask_person", {"name": formats.shorten(person.full_name, 30)}),
                data=HandTo(talk.open.id, ask.revision, person.id, int(whole)).pack(),
            ),
        )
        for person in others[page * PAGE : (page + 1) * PAGE]
    )
    message = ReportHandOver(
        head=heading_of(talk),
        label=line_of(talk.scene, ask.field),
        section=ask.section.title if ask.section else "",
        whole=whole,
        count=count,
    )
    pages_row = pager(talk, ask.revision, Options((), page, pages))
    return message, (*reach, *names, *pages_row, _back(talk, ask.revision))


def _back(talk: Talk, revision: int) -> tuple[Button, ...]:
    return (Button(Label("report.back"), data=Look(talk.open.id, revision, "live", 0, 0).pack()),)
