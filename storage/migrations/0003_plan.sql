-- The plan: what its words for units mean, and its targets. Moments are UTC as everywhere.

CREATE TABLE unit_aliases (                  -- what a name that no unit bears was said to mean
    task_force_id INTEGER NOT NULL REFERENCES task_forces (id),
    alias         TEXT NOT NULL,             -- as it was written
    folded        TEXT NOT NULL,             -- its accent-insensitive key
    meaning       TEXT NOT NULL CHECK (meaning IN ('unit', 'all', 'none')),
    unit_id       INTEGER REFERENCES units (id), -- for 'unit' alone
    by_person     INTEGER,
    at            TEXT NOT NULL,
    PRIMARY KEY (task_force_id, alias)
);

CREATE TABLE targets (
    id            INTEGER PRIMARY KEY,
    task_force_id INTEGER NOT NULL REFERENCES task_forces (id),
    code          TEXT NOT NULL,
    title         TEXT NOT NULL,
    value         TEXT NOT NULL,             -- decimal, with a point
    op            TEXT NOT NULL CHECK (op IN ('=', '>=', '>', '<=', '<')),
    unit          TEXT NOT NULL DEFAULT '',  -- of measure
    period        TEXT NOT NULL,             -- 2022, 2022-Q1, 2023-2025
    position      INTEGER NOT NULL,
    ended_at      TEXT,
    UNIQUE (task_force_id, code)
);

CREATE TABLE target_values (                 -- every value ever given stays: the newest revision counts
    target_id INTEGER NOT NULL REFERENCES targets (id),
    period    TEXT NOT NULL,                 -- what it is the value of: 2022-03, 2022-Q1, 2022
    revision  INTEGER NOT NULL,
    value     TEXT NOT NULL,                 -- decimal, with a point
    by_person INTEGER NOT NULL,
    at        TEXT NOT NULL,
    PRIMARY KEY (target_id, period, revision)
);
