"""The ways into a report: /baocao, a reminder's button, the board, a sent report that is changed."""

from collections import Counter

from handlers.reports import conversation, owing, returning, viewing
from handlers.reports import scene as scenes
from handlers.reports.taps import EditReport, EnterFor, OpenReport, SeeFiles, SeeReport
from handlers.turn import NotAllowed, Turn
from messages import formats
from messages.contexts.reports import OwedLine, ReportChoose, ReportNoneOwed
from messages.model import Button, Label
from storage import reports
from storage.reports import OwedReport
from taskforce.roles import Action


async def command(turn: Turn) -> None:
    """/baocao: what is owed, one tap away; else the last report that was sent."""
    mine = owing.units_of(turn.person)
    owed = await owing.owed_by(turn, turn.person)
    if len(owed) == 1:
        await _open(turn, await scenes.need(turn, owed[0].report_id))
    elif owed:
        await _choose(turn, owed)
    else:
        sent = await reports.last_sent_by(turn.tx, mine) if mine else []
        if sent:
            await viewing.show(turn, await scenes.need(turn, sent[0].id))
        else:
            await turn.reply(ReportNoneOwed(bool(mine)))


async def _choose(turn: Turn, owed: list[OwedReport]) -> None:
    several = len({each.task_force_id for each in owed}) > 1
    times = Counter((each.task_force_id, each.unit_id, each.period) for each in owed)
    lines, rows = [], []
    for each in owed:
        scene = await scenes.need(turn, each.report_id)
        line = OwedLine(
            scene.title,
            each.period,
            scene.unit.name,
            scene.local(each.due_at),
            each.state,
            scene.task_force if several else "",
        )
        lines.append(line)
        alike = times[each.task_force_id, each.unit_id, each.period] > 1
        rows.append((Button(_words(turn, line, alike), data=OpenReport(each.report_id).pack()),))
    await turn.reply(ReportChoose(tuple(lines)), tuple(rows))


def _words(turn: Turn, line: OwedLine, alike: bool) -> Label:
    """A button that tells this report from the others."""
    key = "open_titled" if alike else "open_of" if line.task_force else "open_one"
    words = {
        "unit": formats.shorten(line.unit, 26),
        "period": formats.period(line.period, turn.locale),
        "task_force": formats.shorten(line.task_force, 34),
        "title": formats.shorten(line.title, 40),
    }
    return Label(f"report.{key}", words)


async def open_report(turn: Turn, tap: OpenReport) -> None:
    """A reminder's button, or one of several reports."""
    scene = await scenes.need(turn, tap.report)
    if not scenes.answers_for(turn.person, scene):
        raise NotAllowed(f"report {tap.report}")
    await _open(turn, scene)


async def _open(turn: Turn, scene: scenes.Scene) -> None:
    if scene.closed or scene.report.state == "submitted":
        await viewing.show(turn, scene)
    elif scene.report.state == "returned":
        await returning.answer(turn, scene)
    else:
        await conversation.enter(turn, scene, "own")


async def edit(turn: Turn, tap: EditReport) -> None:
    """Change a report that was sent, until its period is closed."""
    scene = await scenes.need(turn, tap.report)
    if not scenes.answers_for(turn.person, scene):
        raise NotAllowed(f"report {tap.report}")
    await conversation.enter(turn, scene, "own")


async def enter_for(turn: Turn, tap: EnterFor) -> None:
    """The secretary enters what a unit told by phone."""
    scene = await scenes.need(turn, tap.report)
    turn.need(Action.ENTER_FOR_OTHER, scene.task_force_id)
    await conversation.enter(turn, scene, "phone")


async def see(turn: Turn, tap: SeeReport) -> None:
    """Read a report."""
    await viewing.show(turn, await _readable(turn, tap.report))


async def see_files(turn: Turn, tap: SeeFiles) -> None:
    """Get the files that go with it."""
    await viewing.send_files(turn, await _readable(turn, tap.report))


async def _readable(turn: Turn, report_id: int) -> scenes.Scene:
    scene = await scenes.need(turn, report_id)
    if not (scenes.reads_own(turn.person, scene) or turn.may(Action.SEE_BOARD, scene.task_force_id)):
        raise NotAllowed(f"report {report_id}")
    return scene
