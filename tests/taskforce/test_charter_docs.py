"""The examples of docs/charter.md are charters."""

import re
from pathlib import Path

import pytest

from taskforce.charter import load_file

_DOCS = Path(__file__).parents[2] / "docs" / "charter.md"
_BLOCKS = re.findall(r"```toml\n(.*?)```", _DOCS.read_text(encoding="utf-8"), re.DOTALL)
_BODY = '[body]\nname = "Tổ công tác"\nregulation = "Quy chế"\nstanding_unit = "Công an huyện"\n'


@pytest.mark.parametrize("block", _BLOCKS, ids=lambda block: block.splitlines()[1])
def test_every_example_can_be_loaded(block: str) -> None:
    """Each TOML block of the documentation is a valid charter, with a body put before it where it has none."""
    assert load_file(block if "[body]" in block else _BODY + block, "docs/charter.md").body.name


def test_every_key_is_explained() -> None:
    """No key of the model is missing from the documentation."""
    from taskforce.charter import decisions, forms, hotlines, meetings, model, notices, reports
    from taskforce.charter.base import DayRule

    text = _DOCS.read_text(encoding="utf-8")
    tables = [DayRule, model.Body, model.Group, model.QuietHours, reports.Report, reports.Senders]
    tables += [reports.DataWindow, reports.Escalation, reports.Forward, meetings.Meeting, meetings.Convenor]
    tables += [meetings.Quorum, meetings.Substitute, meetings.Absence, meetings.Afterwards]
    tables += [
        decisions.Majority,
        decisions.Written,
        forms.FormSpec,
        forms.FieldSpec,
        notices.Notices,
        hotlines.Hotline,
    ]
    keys = {field.alias or name for table in tables for name, field in table.model_fields.items()}
    implied = {"version", "role"}  # raised with a new question set; a role's name alone says the same
    assert [key for key in sorted(keys - implied) if not re.search(rf"\b{key}\b", text)] == []
