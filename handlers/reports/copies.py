"""Each report goes by e-mail too where its stream names a mailbox: "đồng thời gửi bản mềm" (Quảng Nam Điều 12.3)."""

from handlers import mail
from handlers.reports import viewing
from handlers.reports.scene import Scene
from handlers.turn import Turn
from messages import formats
from messages.answers import files_in
from messages.model import Label
from storage import reports


async def send(turn: Turn, scene: Scene) -> None:
    """The report as it was just sent, with its files; once for each version."""
    charter = await turn.charter(scene.task_force_id)
    stream = next((one for one in charter.reports if one.key == scene.period.stream), None)
    if stream is None or not stream.copies or not turn.surroundings.mails:
        return
    report = scene.report
    answers = await reports.sent_answers(turn.tx, report)
    message = await viewing.read(turn, scene, answers)
    what = "mail.report_again" if report.version > 1 else "mail.report"
    period = formats.period(scene.period.period, charter.body.locale)
    files = [mail.lying(name, file_id) for answer in answers.values() for file_id, name, _ in files_in(answer.value)]
    for address in stream.copies:
        await mail.send(
            turn, address, Label(what, {"title": scene.title, "period": period, "unit": scene.unit.name}), message,
            task_force_id=scene.task_force_id, locale=charter.body.locale,
            dedupe_key=f"report:{report.id}:{report.version}", files=files,
        )  # fmt: skip
