"""What the work of a body keeps under a person's name: to read it oneself, and to take the name away on request.

What somebody wrote for their unit (notes, files, wishes for more time) is the unit's and stays; ``people.erase`` takes
the name from it. Names that were written down beside it "as they were that day" are taken away here. A secret ballot
keeps nothing of a person but that they voted.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from storage.database import Transaction

_OWN: Mapping[str, str] = MappingProxyType(
    {
        "task_notes": "SELECT t.code AS task, u.name AS unit, p.state, p.note, p.on_behalf, p.at FROM task_progress p"
        " JOIN tasks t ON t.id = p.task_id JOIN units u ON u.id = p.unit_id"
        " WHERE p.by_person = ? AND p.moved_from IS NULL ORDER BY p.id",
        "task_files": "SELECT t.code AS task, f.file_name, f.kind, p.at FROM task_files f"
        " JOIN task_progress p ON p.id = f.progress_id JOIN tasks t ON t.id = p.task_id"
        " WHERE p.by_person = ? ORDER BY f.id",
        "more_time_asked": "SELECT t.code AS task, u.name AS unit, e.due_before, e.due_asked, e.reason, e.asked_at,"
        " e.granted, e.why, e.decided_at FROM task_extensions e JOIN tasks t ON t.id = e.task_id"
        " JOIN units u ON u.id = e.unit_id WHERE e.asked_by = ? ORDER BY e.id",
        "more_time_decided": "SELECT t.code AS task, e.due_asked, e.granted, e.why, e.decided_at FROM task_extensions e"
        " JOIN tasks t ON t.id = e.task_id WHERE e.decided_by = ? ORDER BY e.id",
        "tasks_given": "SELECT code, title, assigned_at FROM tasks WHERE assigned_by = ? ORDER BY id",
        "handed_over": "SELECT p.period, u.name AS unit, h.fields, h.at, h.done_at FROM handoffs h"
        " JOIN reports r ON r.id = h.report_id JOIN report_periods p ON p.id = r.period_id"
        " JOIN units u ON u.id = r.unit_id WHERE h.from_person = ?1 OR h.to_person = ?1 ORDER BY h.id",
        "sent_back": "SELECT p.period, u.name AS unit, a.field, a.comment, a.at FROM returned_answers a"
        " JOIN reports r ON r.id = a.report_id JOIN report_periods p ON p.id = r.period_id"
        " JOIN units u ON u.id = r.unit_id WHERE a.by_person = ? ORDER BY a.id",
        "target_values": "SELECT t.code AS target, v.period, v.value, v.at FROM target_values v"
        " JOIN targets t ON t.id = v.target_id WHERE v.by_person = ? ORDER BY v.at, t.id",
        "target_links": "SELECT t.code AS target, l.stream, l.field, l.at FROM target_links l"
        " JOIN targets t ON t.id = l.target_id WHERE l.by_person = ? ORDER BY l.at, t.id",
        "meeting_changes": "SELECT g.subject, c.what, c.reason, c.state, c.at FROM meeting_changes c"
        " JOIN meetings g ON g.id = c.meeting_id WHERE c.by_person = ? ORDER BY c.id",
        "reports_requested": "SELECT p.title, q.asked_at FROM report_requests q"
        " JOIN report_periods p ON p.id = q.period_id WHERE q.asked_by = ? ORDER BY q.asked_at",
        "reports_withdrawn": "SELECT p.title, q.withdrawn_at FROM report_requests q"
        " JOIN report_periods p ON p.id = q.period_id WHERE q.withdrawn_by = ? ORDER BY q.withdrawn_at",
        "summary_comments": "SELECT p.period, c.name, c.text, c.at FROM summary_comments c"
        " JOIN summary_requests q ON q.id = c.request_id JOIN report_periods p ON p.id = q.period_id"
        " WHERE c.person_id = ? ORDER BY c.id",
        "summaries_approved": "SELECT p.period, q.version, q.approver, q.approved_at FROM summary_requests q"
        " JOIN report_periods p ON p.id = q.period_id WHERE q.approved_by = ? ORDER BY q.id",
        "notices_received": "SELECT b.id AS notice, r.state, r.sent_at, r.acknowledged_at FROM broadcast_recipients r"
        " JOIN broadcasts b ON b.id = r.broadcast_id WHERE r.person_id = ? ORDER BY b.id",
        "notices_mailed": "SELECT l.broadcast_id AS notice, l.state, l.sent_at FROM broadcast_letters l"
        " JOIN memberships m ON m.id = l.membership_id WHERE m.person_id = ? ORDER BY l.id",
        "opinions": "SELECT v.ballot_id AS ballot, b.place, b.words, b.at FROM ballot_votes b"
        " JOIN ballot_voters v ON v.id = b.voter_id WHERE b.by_person = ? ORDER BY b.at, v.id",
        "raised": "SELECT c.id AS number, c.kind, c.category, c.text, u.name AS unit, c.state, c.raised_at, c.answer"
        " FROM cases c LEFT JOIN units u ON u.id = c.unit_id WHERE c.raised_by = ? ORDER BY c.id",
        "steps_with_raised": "SELECT case_id AS number, what, text, at FROM case_steps WHERE person_id = ?1"
        " OR to_person = ?1 ORDER BY id",
        "followed": "SELECT case_id AS number, at FROM case_followers WHERE person_id = ? ORDER BY case_id",
        "answers_that_helped": "SELECT e.question, h.at FROM faq_helped h JOIN faq_entries e ON e.id = h.entry_id"
        " WHERE h.person_id = ? ORDER BY h.at, e.id",
        "answers_kept": "SELECT question, created_at FROM faq_entries WHERE created_by = ? ORDER BY id",
        "unit_changes": "SELECT kind, at FROM unit_changes WHERE by_person = ? ORDER BY id",
    }
)
"""By the name in the file: what is kept of one person."""


async def of_person(tx: Transaction, person_id: int) -> dict[str, Any]:
    """Everything of theirs, by kind; a kind of which nothing is kept is left out."""
    found = {name: [dict(row) for row in await tx.all(sql, (person_id,))] for name, sql in _OWN.items()}
    return {name: rows for name, rows in found.items() if rows}


async def forget_person(tx: Transaction, person_id: int, shown_as: str) -> None:
    """Names that were written down beside what they did, and why they themselves asked for more time.

    A wish that waits for its decision keeps its reason until then: the unit still asks. What they raised stays without
    their name; of their own questions no answer is waited for any more, and they follow nothing.
    """
    await tx.run("DELETE FROM case_followers WHERE person_id = ?", (person_id,))
    await tx.run("DELETE FROM faq_helped WHERE person_id = ?", (person_id,))  # the count of it stays
    await tx.run(
        "UPDATE cases SET state = 'closed', version = version + 1 WHERE raised_by = ? AND kind = 'question'"
        " AND state <> 'closed'",
        (person_id,),
    )
    await tx.run(
        "UPDATE task_extensions SET reason = '' WHERE asked_by = ? AND granted IS NOT NULL AND reason <> ''",
        (person_id,),
    )
    await tx.run("UPDATE summary_comments SET name = ? WHERE person_id = ?", (shown_as, person_id))
    await tx.run("UPDATE summary_requests SET approver = ? WHERE approved_by = ?", (shown_as, person_id))
