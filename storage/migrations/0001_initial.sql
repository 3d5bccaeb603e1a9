-- Everything a task force's secretary has to remember. Moments are UTC, ISO 8601 with a trailing Z
-- (they sort as text); days are local dates of the charter's zone; JSON is stored as text.

CREATE TABLE task_forces (
    id          INTEGER PRIMARY KEY,
    key         TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL,
    charter     TEXT NOT NULL,              -- the TOML text as it was checked
    locale      TEXT NOT NULL DEFAULT 'vi',
    created_at  TEXT NOT NULL,
    archived_at TEXT
);

CREATE TABLE calendar_overrides (
    task_force_id INTEGER NOT NULL REFERENCES task_forces (id),
    day           TEXT NOT NULL,
    working       INTEGER NOT NULL,
    note          TEXT NOT NULL DEFAULT '',
    by_person     INTEGER,
    at            TEXT NOT NULL,
    PRIMARY KEY (task_force_id, day)
);

CREATE TABLE units (
    id            INTEGER PRIMARY KEY,
    task_force_id INTEGER NOT NULL REFERENCES task_forces (id),
    name          TEXT NOT NULL,
    short_name    TEXT NOT NULL DEFAULT '',
    folded        TEXT NOT NULL,            -- accent-insensitive key of the name
    position      INTEGER NOT NULL,         -- order in lists
    ended_at      TEXT
);
-- by the name itself: "Ba Bể" and "Bà Bê" fold alike and are two units
CREATE UNIQUE INDEX units_by_name ON units (task_force_id, name) WHERE ended_at IS NULL;

CREATE TABLE people (
    id                INTEGER PRIMARY KEY,
    telegram_id       INTEGER UNIQUE,       -- NULL once erased on request
    full_name         TEXT NOT NULL,
    phone             TEXT,                 -- E.164
    locale            TEXT NOT NULL DEFAULT 'vi',
    consented_at      TEXT,
    consent_version   INTEGER,
    unreachable_since TEXT,
    unreachable_cause TEXT,
    -- the task force that a command without one is meant for, where the person is in several
    current_task_force_id INTEGER REFERENCES task_forces (id),
    menu              TEXT NOT NULL DEFAULT '', -- which commands Telegram shows them, to set only what changed
    created_at        TEXT NOT NULL,
    erased_at         TEXT
);

CREATE TABLE memberships (
    id            INTEGER PRIMARY KEY,
    task_force_id INTEGER NOT NULL REFERENCES task_forces (id),
    unit_id       INTEGER REFERENCES units (id),
    person_id     INTEGER REFERENCES people (id),   -- NULL while only on the roster
    role          TEXT NOT NULL,
    full_name     TEXT NOT NULL,
    title         TEXT NOT NULL DEFAULT '',
    phone         TEXT,
    email         TEXT,
    group_key     TEXT,
    state         TEXT NOT NULL CHECK (state IN ('expected', 'pending', 'active', 'ended')),
    created_at    TEXT NOT NULL,
    joined_at     TEXT,
    ended_at      TEXT,
    ended_why     TEXT,
    replaced_by   INTEGER REFERENCES memberships (id)
);
CREATE INDEX memberships_by_person ON memberships (person_id, state);
CREATE INDEX memberships_by_unit ON memberships (task_force_id, unit_id, state);
CREATE INDEX memberships_by_phone ON memberships (phone, state);

CREATE TABLE invites (
    id            INTEGER PRIMARY KEY,
    code_hash     TEXT NOT NULL UNIQUE,     -- the code itself is shown once and never kept
    task_force_id INTEGER NOT NULL REFERENCES task_forces (id),
    unit_id       INTEGER REFERENCES units (id),
    role          TEXT NOT NULL,
    membership_id INTEGER REFERENCES memberships (id), -- for this place: taken up, or taken over from its holder
    uses_left     INTEGER,                  -- NULL: any number
    expires_at    TEXT,
    revoked_at    TEXT,
    created_by    INTEGER,
    created_at    TEXT NOT NULL
);

CREATE TABLE sessions (
    id         INTEGER PRIMARY KEY,
    chat_id    INTEGER NOT NULL,
    kind       TEXT NOT NULL,               -- which conversation: report, registration, ...
    subject    TEXT NOT NULL,               -- what it is about: report:12
    state      TEXT NOT NULL,               -- JSON
    front      INTEGER NOT NULL,            -- 1: typed text goes here
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (chat_id, kind, subject)
);
CREATE UNIQUE INDEX sessions_front ON sessions (chat_id) WHERE front = 1;

CREATE TABLE report_periods (
    id             INTEGER PRIMARY KEY,
    task_force_id  INTEGER NOT NULL REFERENCES task_forces (id),
    stream         TEXT NOT NULL,           -- the charter's report key
    period         TEXT NOT NULL,           -- 2022-03, 2022-Q1, ...
    opens_at       TEXT NOT NULL,
    target_at      TEXT NOT NULL,
    due_at         TEXT NOT NULL,
    summarise_at   TEXT,
    forward_due_at TEXT,
    form           TEXT NOT NULL,           -- JSON: the question set this period was opened with
    opened_at      TEXT NOT NULL,
    closed_at      TEXT,
    UNIQUE (task_force_id, stream, period)
);
CREATE INDEX report_periods_open ON report_periods (due_at) WHERE closed_at IS NULL;

CREATE TABLE period_stages (
    period_id INTEGER NOT NULL REFERENCES report_periods (id),
    stage     TEXT NOT NULL,                -- before:1, overdue:0, escalate:0, preview, summary, ...
    done_at   TEXT NOT NULL,
    PRIMARY KEY (period_id, stage)
);

CREATE TABLE reports (
    id           INTEGER PRIMARY KEY,
    period_id    INTEGER NOT NULL REFERENCES report_periods (id),
    unit_id      INTEGER NOT NULL REFERENCES units (id),
    state        TEXT NOT NULL DEFAULT 'untouched'
                 CHECK (state IN ('untouched', 'opened', 'submitted', 'returned')),
    opened_at    TEXT,
    opened_by    INTEGER,
    submitted_at TEXT,                      -- the first time: lateness is judged by it
    submitted_by INTEGER,
    changed_at   TEXT,                      -- the last time it was sent
    version      INTEGER NOT NULL DEFAULT 0,
    tasks        TEXT,                      -- JSON: which tasks it asks about, fixed when it is first opened
    sent         TEXT NOT NULL DEFAULT '{}', -- JSON: the revision of each answer as it was last sent
    UNIQUE (period_id, unit_id)
);

CREATE TABLE answers (
    report_id  INTEGER NOT NULL REFERENCES reports (id),
    field      TEXT NOT NULL,
    revision   INTEGER NOT NULL,            -- every answer ever given stays: the newest counts
    value      TEXT NOT NULL,               -- JSON
    reason     TEXT,
    carried    INTEGER NOT NULL DEFAULT 0,
    by_person  INTEGER NOT NULL,
    on_behalf  INTEGER NOT NULL DEFAULT 0,  -- 1: entered for the unit by somebody outside it
    at         TEXT NOT NULL,
    PRIMARY KEY (report_id, field, revision)
);

CREATE TABLE returned_answers (
    id          INTEGER PRIMARY KEY,
    report_id   INTEGER NOT NULL REFERENCES reports (id),
    field       TEXT NOT NULL,
    comment     TEXT NOT NULL,
    by_person   INTEGER NOT NULL,
    at          TEXT NOT NULL,
    resolved_at TEXT
);

CREATE TABLE handoffs (
    id          INTEGER PRIMARY KEY,
    report_id   INTEGER NOT NULL REFERENCES reports (id),
    fields      TEXT NOT NULL,              -- JSON list of field keys
    from_person INTEGER NOT NULL,
    to_person   INTEGER NOT NULL,
    at          TEXT NOT NULL,
    done_at     TEXT
);

CREATE TABLE snoozes (
    person_id INTEGER NOT NULL,
    period_id INTEGER NOT NULL REFERENCES report_periods (id),
    until     TEXT NOT NULL,
    PRIMARY KEY (person_id, period_id)
);

CREATE TABLE tasks (
    id            INTEGER PRIMARY KEY,
    task_force_id INTEGER NOT NULL REFERENCES task_forces (id),
    code          TEXT NOT NULL,
    title         TEXT NOT NULL,
    lead_text     TEXT NOT NULL DEFAULT '',
    with_text     TEXT NOT NULL DEFAULT '', -- co-ordinating units as written
    deadline_text TEXT NOT NULL DEFAULT '',
    due_from      TEXT,
    due_to        TEXT,
    recurring     TEXT NOT NULL DEFAULT '',
    position      INTEGER NOT NULL,
    ended_at      TEXT,
    UNIQUE (task_force_id, code)
);

CREATE TABLE task_units (
    task_id  INTEGER NOT NULL REFERENCES tasks (id),
    unit_id  INTEGER NOT NULL REFERENCES units (id),
    part     TEXT NOT NULL CHECK (part IN ('lead', 'coordinating')),
    state    TEXT NOT NULL DEFAULT 'not-begun'
             CHECK (state IN ('not-begun', 'going', 'stuck', 'done')),
    state_at TEXT,
    PRIMARY KEY (task_id, unit_id)
);
CREATE INDEX task_units_by_unit ON task_units (unit_id, part);

CREATE TABLE task_progress (
    id        INTEGER PRIMARY KEY,
    task_id   INTEGER NOT NULL REFERENCES tasks (id),
    unit_id   INTEGER NOT NULL REFERENCES units (id),
    report_id INTEGER REFERENCES reports (id),
    state     TEXT NOT NULL,
    note      TEXT NOT NULL DEFAULT '',
    by_person INTEGER NOT NULL,
    at        TEXT NOT NULL
);

CREATE TABLE channels (
    id            INTEGER PRIMARY KEY,
    task_force_id INTEGER REFERENCES task_forces (id),  -- NULL while only offered
    chat_id       INTEGER NOT NULL,
    title         TEXT NOT NULL,
    offered_to    INTEGER,
    bound_by      INTEGER,
    bound_at      TEXT,
    unbound_at    TEXT
);
CREATE UNIQUE INDEX channels_bound ON channels (chat_id, task_force_id) WHERE unbound_at IS NULL;

CREATE TABLE summaries (
    period_id   INTEGER PRIMARY KEY REFERENCES report_periods (id),
    note        TEXT NOT NULL DEFAULT '',
    note_by     INTEGER,
    posted_at   TEXT,
    version     INTEGER NOT NULL DEFAULT 0,
    included    TEXT NOT NULL DEFAULT '{}' -- JSON: report id -> its version, as last shown or posted
);

CREATE TABLE summary_posts (                -- where it stands, to edit it there
    period_id INTEGER NOT NULL REFERENCES report_periods (id),
    chat_id   INTEGER NOT NULL,
    PRIMARY KEY (period_id, chat_id)
);

CREATE TABLE boards (
    chat_id     INTEGER NOT NULL,
    period_id   INTEGER NOT NULL REFERENCES report_periods (id),
    content_key TEXT NOT NULL,
    at          TEXT NOT NULL,
    PRIMARY KEY (chat_id, period_id)
);

CREATE TABLE outbox (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    chat_id    INTEGER NOT NULL,            -- 0: belongs to no chat (answering a tap)
    method     TEXT NOT NULL,               -- a Bot API method, or "show": edit the card, or send it
    payload    TEXT NOT NULL,               -- JSON
    priority   INTEGER NOT NULL,            -- 0 reply, 1 notice, 2 bulk
    handle     TEXT,                        -- our own name for the message, to edit it later
    dedupe_key TEXT UNIQUE,                 -- kind:occurrence:recipient
    state      TEXT NOT NULL DEFAULT 'queued'
               CHECK (state IN ('queued', 'sent', 'parked', 'dead', 'expired')),
    version    INTEGER NOT NULL DEFAULT 1,  -- grows when a waiting edit is replaced by a newer one
    attempts   INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL,
    expires_at TEXT,
    done_at    TEXT,
    message_id INTEGER,
    error      TEXT
);
CREATE INDEX outbox_waiting ON outbox (state, id) WHERE state = 'queued';
CREATE INDEX outbox_by_chat ON outbox (chat_id, state);
CREATE INDEX outbox_edits ON outbox (handle, chat_id) WHERE state = 'queued';

CREATE TABLE cards (
    chat_id    INTEGER NOT NULL,
    handle     TEXT NOT NULL,
    message_id INTEGER NOT NULL,
    at         TEXT NOT NULL,
    PRIMARY KEY (chat_id, handle)
);

CREATE TABLE downloads (
    id         INTEGER PRIMARY KEY,
    chat_id    INTEGER NOT NULL,
    purpose    TEXT NOT NULL,
    file_id    TEXT NOT NULL,
    file_name  TEXT NOT NULL,
    state      TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'done', 'failed')),
    attempts   INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL,
    done_at    TEXT
);

CREATE TABLE seen_updates (
    update_id INTEGER PRIMARY KEY,
    at        TEXT NOT NULL
);

CREATE TABLE failed_updates (
    id        INTEGER PRIMARY KEY,
    update_id INTEGER,
    raw       TEXT NOT NULL,
    trace     TEXT NOT NULL,
    at        TEXT NOT NULL
);

CREATE TABLE facts (                        -- single values: when Telegram was last reached, ...
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE audit (
    id            INTEGER PRIMARY KEY,
    at            TEXT NOT NULL,
    task_force_id INTEGER,
    person_id     INTEGER,
    action        TEXT NOT NULL,
    subject       TEXT NOT NULL DEFAULT '',
    detail        TEXT NOT NULL DEFAULT ''
);
