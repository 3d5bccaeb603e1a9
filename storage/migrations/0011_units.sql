-- Units that are renamed, merged, split or dissolved: what they were called, what became of them, what moved where.

CREATE TABLE unit_changes (
    id            INTEGER PRIMARY KEY,
    task_force_id INTEGER NOT NULL REFERENCES task_forces (id),
    kind          TEXT NOT NULL CHECK (kind IN ('rename', 'shorten', 'add', 'merge', 'split', 'dissolve', 'give')),
    by_person     INTEGER NOT NULL,
    at            TEXT NOT NULL
);

CREATE TABLE unit_moves (                    -- everything that changed hands, row by row; to_unit NULL: to nobody
    change_id INTEGER NOT NULL REFERENCES unit_changes (id),
    what      TEXT NOT NULL CHECK (what IN ('unit', 'task', 'membership')),
    ref       INTEGER NOT NULL,              -- of a unit: its own id
    from_unit INTEGER REFERENCES units (id),
    to_unit   INTEGER REFERENCES units (id),
    PRIMARY KEY (change_id, what, ref, from_unit)
);
CREATE INDEX unit_moves_of_unit ON unit_moves (from_unit) WHERE what = 'unit';

CREATE TABLE unit_names (                    -- what a unit was called until then
    unit_id    INTEGER NOT NULL REFERENCES units (id),
    until      TEXT NOT NULL,
    name       TEXT NOT NULL,
    short_name TEXT NOT NULL,
    PRIMARY KEY (unit_id, until)
);

CREATE TABLE period_spared (                 -- units that came of others which had reported already
    period_id INTEGER NOT NULL REFERENCES report_periods (id),
    unit_id   INTEGER NOT NULL REFERENCES units (id),
    PRIMARY KEY (period_id, unit_id)
);

ALTER TABLE task_progress ADD COLUMN on_behalf INTEGER NOT NULL DEFAULT 0; -- 1: entered for the unit, as told by phone
ALTER TABLE task_progress ADD COLUMN moved_from INTEGER REFERENCES units (id); -- the task came from that unit
