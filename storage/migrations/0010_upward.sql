-- Roll-up: which body reports to which as one of its units, and every report that went that way.

CREATE TABLE up_links (
    id         INTEGER PRIMARY KEY,
    parent_id  INTEGER NOT NULL REFERENCES task_forces (id),
    unit_id    INTEGER NOT NULL REFERENCES units (id),  -- as which unit of the parent
    child_id   INTEGER REFERENCES task_forces (id),     -- NULL: it lives in another installation
    child_key  TEXT,                                    -- its public key there
    child_name TEXT NOT NULL,
    made_by    INTEGER,
    made_at    TEXT NOT NULL,
    ended_by   INTEGER,
    ended_at   TEXT,
    CHECK ((child_id IS NULL) <> (child_key IS NULL))
);
CREATE UNIQUE INDEX up_links_unit ON up_links (unit_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX up_links_child ON up_links (child_id) WHERE ended_at IS NULL AND child_id IS NOT NULL;
CREATE UNIQUE INDEX up_links_key ON up_links (parent_id, child_key) WHERE ended_at IS NULL AND child_key IS NOT NULL;

CREATE TABLE up_codes (                     -- the code itself is shown once and never kept
    id         INTEGER PRIMARY KEY,
    code_hash  TEXT NOT NULL UNIQUE,
    parent_id  INTEGER NOT NULL REFERENCES task_forces (id),
    unit_id    INTEGER NOT NULL REFERENCES units (id),
    made_by    INTEGER NOT NULL,
    made_at    TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    closed_at  TEXT,                        -- used, or replaced by a newer one for the unit
    used       INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE up_keys (                      -- the private key is never shown, logged or exported
    task_force_id INTEGER PRIMARY KEY REFERENCES task_forces (id),
    private_key   TEXT NOT NULL,
    public_key    TEXT NOT NULL UNIQUE,
    made_at       TEXT NOT NULL,
    stopped_at    TEXT
);

CREATE TABLE up_sent (                      -- what the child sent, once a version and way
    period_id INTEGER NOT NULL REFERENCES report_periods (id),
    version   INTEGER NOT NULL,
    link_id   INTEGER NOT NULL,             -- 0: as a file
    content   TEXT NOT NULL,                -- JSON, to send the same file again
    at        TEXT NOT NULL,
    PRIMARY KEY (period_id, version, link_id)
);

CREATE TABLE up_taken (                     -- what the parent took, once a version
    id        INTEGER PRIMARY KEY,
    link_id   INTEGER NOT NULL REFERENCES up_links (id),
    stream    TEXT NOT NULL,
    period    TEXT NOT NULL,
    version   INTEGER NOT NULL,
    content   TEXT NOT NULL,                -- JSON
    state     TEXT NOT NULL CHECK (state IN ('waiting', 'taken', 'superseded', 'refused')),
    report_id INTEGER REFERENCES reports (id),
    wrote     TEXT NOT NULL DEFAULT '{}',   -- JSON: the revision of each answer it wrote
    by_person INTEGER,
    at        TEXT NOT NULL,
    UNIQUE (link_id, stream, period, version)
);
CREATE INDEX up_taken_report ON up_taken (report_id);
CREATE INDEX up_taken_waiting ON up_taken (id) WHERE state = 'waiting';

CREATE TABLE up_offers (                    -- files that wait for the secretary's word
    id         INTEGER PRIMARY KEY,
    parent_id  INTEGER NOT NULL REFERENCES task_forces (id),
    public_key TEXT NOT NULL,
    content    TEXT NOT NULL,
    at         TEXT NOT NULL,
    decided_at TEXT
);
