"""What a later version of a report changed, as the report itself says it; Vietnamese."""

from messages.documents.cleaning import one_line
from messages.documents.month import ChangeRow

_STANDS = {
    "": "không có",
    "on-time": "đúng hạn",
    "late": "muộn",
    "missing": "chưa gửi",
    "not-begun": "chưa bắt đầu",
    "going": "đang thực hiện",
    "stuck": "có vướng mắc",
    "done": "hoàn thành",
}


def change_words(change: ChangeRow) -> str:
    """One change in one line, without the full stop."""
    unit, label = one_line(change.unit), one_line(change.label)
    before, after = one_line(change.before).rstrip("."), one_line(change.after).rstrip(".")
    match change.what:
        case "added":
            said = f"Thêm báo cáo của {unit}{' (muộn)' if after == 'late' else ''}"
        case "note":
            said = _text("Ý kiến Thư ký", before, after)
        case "unit":
            said = _unit(unit, before, after)
        case "missing":
            said = f"Số đơn vị chưa gửi: {before} → {after}"
        case "total":
            said = f"{label}: {before or 'chưa có'} → {_figure(after, change.measure)}"
        case "figure":
            said = f"{unit}, {label}: {before or 'chưa có'} → {_figure(after, change.measure)}"
        case "answer":
            said = f"{unit}, {label}: {before or 'chưa có'} → {after or 'không có'}"
        case "text":
            said = _text(f"{unit}, {label}", before, after)
        case "task":
            note = one_line(change.note).rstrip(".")
            stands = f"{_STANDS.get(before, before)} → {_STANDS.get(after, after)}"
            said = f"Nhiệm vụ {label} ({unit}): {stands}{f' ({note})' if note else ''}"
    return said


def _figure(value: str, measure: str) -> str:
    if not value or not measure:
        return value or "chưa có"
    return f"{value}%" if measure == "%" else f"{value} {one_line(measure)}"


def _text(what: str, before: str, after: str) -> str:
    if not before:
        return f"{what}: thêm “{after}”"
    return f"{what}: “{before}” → “{after}”" if after else f"{what}: bỏ “{before}”"


def _unit(unit: str, before: str, after: str) -> str:
    if not before:
        return f"{unit}: thêm vào danh sách báo cáo ({_STANDS.get(after, after)})"
    if not after:
        return f"{unit}: không còn thuộc danh sách báo cáo"
    return f"{unit}: {_STANDS.get(before, before)} → {_STANDS.get(after, after)}"
