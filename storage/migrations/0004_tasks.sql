-- Tasks people live with: who gave them, what proves that they are done, more time asked for, what was reminded of.

ALTER TABLE tasks ADD COLUMN assigned_by INTEGER REFERENCES people (id); -- source 'direct': a leader's own task
ALTER TABLE tasks ADD COLUMN assigned_at TEXT;

CREATE TABLE task_files (
    id          INTEGER PRIMARY KEY,
    progress_id INTEGER NOT NULL REFERENCES task_progress (id),
    file_id     TEXT NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('document', 'photo')),
    file_name   TEXT NOT NULL
);
CREATE INDEX task_files_by_progress ON task_files (progress_id);
CREATE INDEX task_progress_by_task ON task_progress (task_id, unit_id);

CREATE TABLE task_extensions (               -- every wish for more time stays
    id         INTEGER PRIMARY KEY,
    task_id    INTEGER NOT NULL REFERENCES tasks (id),
    unit_id    INTEGER NOT NULL REFERENCES units (id),
    due_before TEXT,
    due_asked  TEXT NOT NULL,
    reason     TEXT NOT NULL,
    asked_by   INTEGER NOT NULL,
    asked_at   TEXT NOT NULL,
    granted    INTEGER,                      -- NULL while nobody has decided
    why        TEXT NOT NULL DEFAULT '',     -- of a refusal
    decided_by INTEGER,
    decided_at TEXT
);
CREATE UNIQUE INDEX task_extensions_open ON task_extensions (task_id) WHERE granted IS NULL;

CREATE TABLE task_reminders (                -- which step of the ladder was told to a unit, for that deadline
    task_id INTEGER NOT NULL REFERENCES tasks (id),
    unit_id INTEGER NOT NULL REFERENCES units (id),
    stage   TEXT NOT NULL,
    done_at TEXT NOT NULL,
    PRIMARY KEY (task_id, unit_id, stage)
);

CREATE TABLE task_rounds (                   -- the days (and weeks) whose reminders are done
    task_force_id INTEGER NOT NULL REFERENCES task_forces (id),
    round         TEXT NOT NULL,
    done_at       TEXT NOT NULL,
    PRIMARY KEY (task_force_id, round)
);
