"""Write every preset's 2026 calendar to tests/taskforce/golden: ``python -m tests.taskforce.regenerate_golden``.

Read the difference before committing it: each line is a day on which somebody is reminded.
"""

import json
from pathlib import Path

from taskforce.cadence import occurrences, to_json
from taskforce.charter import load_preset, preset_names
from taskforce.workdays import WorkCalendar

FOLDER = Path(__file__).parent / "golden"
YEAR = 2026


def calendar_of(name: str) -> str:
    """The preset's year as ``charter show --json`` prints it."""
    charter = load_preset(name)
    found = occurrences(charter, YEAR, WorkCalendar(country=charter.body.country))
    return json.dumps([to_json(one) for one in found], ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Overwrite the golden files."""
    FOLDER.mkdir(exist_ok=True)
    for name in preset_names():
        (FOLDER / f"{name}-{YEAR}.json").write_text(calendar_of(name), encoding="utf-8")


if __name__ == "__main__":
    main()
