-- Every posted version of a summary, and its way to the approval that the charter asks for.

CREATE TABLE summary_requests (
    id          INTEGER PRIMARY KEY,        -- the buttons name it: one request is one exact content
    period_id   INTEGER NOT NULL REFERENCES report_periods (id),
    version     INTEGER NOT NULL,           -- the version it becomes when it is approved
    note        TEXT NOT NULL,
    counted     TEXT NOT NULL,              -- JSON: what was counted
    included    TEXT NOT NULL,              -- JSON: report id -> its version
    posts       TEXT NOT NULL,              -- JSON: the text as it was shown, by language; it is posted so
    asked_by    INTEGER,                    -- NULL: by itself
    asked_at    TEXT NOT NULL,
    state       TEXT NOT NULL DEFAULT 'waiting'
                CHECK (state IN ('waiting', 'returned', 'replaced', 'approved', 'posted')),
    approved_by INTEGER,
    approver    TEXT NOT NULL DEFAULT '',   -- name and title, as they were that day
    approved_at TEXT
);
CREATE INDEX summary_requests_of_period ON summary_requests (period_id, id);
CREATE INDEX summary_requests_open ON summary_requests (period_id, id) WHERE state IN ('waiting', 'returned');

CREATE TABLE summary_comments (
    id         INTEGER PRIMARY KEY,
    request_id INTEGER NOT NULL REFERENCES summary_requests (id),
    person_id  INTEGER NOT NULL,
    name       TEXT NOT NULL,               -- name and title, as they were that day
    text       TEXT NOT NULL,
    at         TEXT NOT NULL
);
CREATE INDEX summary_comments_of_request ON summary_comments (request_id);

CREATE TABLE summary_versions (
    period_id  INTEGER NOT NULL REFERENCES report_periods (id),
    version    INTEGER NOT NULL,
    note       TEXT NOT NULL,
    counted    TEXT NOT NULL,               -- JSON: what was counted
    included   TEXT NOT NULL,               -- JSON: report id -> its version
    request_id INTEGER REFERENCES summary_requests (id), -- NULL: nobody had to approve it
    posted_at  TEXT NOT NULL,
    PRIMARY KEY (period_id, version)
);
