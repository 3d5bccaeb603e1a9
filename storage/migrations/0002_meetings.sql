-- Meetings: from the first draft to the conclusions that were acknowledged. Moments are UTC as everywhere.

CREATE TABLE meetings (
    id            INTEGER PRIMARY KEY,
    task_force_id INTEGER NOT NULL REFERENCES task_forces (id),
    series        TEXT NOT NULL,             -- the charter's meeting key
    period        TEXT NOT NULL DEFAULT '',  -- which of the series ("2022-04"), '' where it has no cadence
    state         TEXT NOT NULL DEFAULT 'draft'
                  CHECK (state IN ('draft', 'called', 'held', 'cancelled', 'dropped')),
    revision      INTEGER NOT NULL DEFAULT 1, -- grows with every change of what is below: older buttons are stale
    subject       TEXT NOT NULL DEFAULT '',
    starts_at     TEXT,
    ends_at       TEXT,
    place         TEXT NOT NULL DEFAULT '',
    link          TEXT NOT NULL DEFAULT '',
    chair_id      INTEGER REFERENCES memberships (id),
    audience      TEXT NOT NULL DEFAULT '["all"]', -- JSON: all, role:KEY, group:KEY, unit:ID, member:ID, not:ID
    late_reason   TEXT NOT NULL DEFAULT '',  -- why it is called later than the charter's notice
    uid           TEXT NOT NULL UNIQUE,      -- of the calendar entry, for ever
    sequence      INTEGER NOT NULL DEFAULT 0, -- of the calendar entry: grows with every change that invitees are told
    created_by    INTEGER NOT NULL,
    created_at    TEXT NOT NULL,
    called_by     INTEGER,
    called_at     TEXT,
    check_in_code TEXT,                      -- while check-in is open and afterwards
    opened_at     TEXT,                      -- check-in opened
    closed_at     TEXT,                      -- the meeting ended
    cancelled_at  TEXT,
    change_reason TEXT NOT NULL DEFAULT ''   -- of the last move or cancellation
);
CREATE INDEX meetings_by_body ON meetings (task_force_id, state, starts_at);
CREATE INDEX meetings_coming ON meetings (state, starts_at);

CREATE TABLE meeting_backers (               -- who has asked for it, where convening takes several
    meeting_id INTEGER NOT NULL REFERENCES meetings (id),
    person_id  INTEGER NOT NULL REFERENCES people (id),
    at         TEXT NOT NULL,
    PRIMARY KEY (meeting_id, person_id)
);

CREATE TABLE agenda_items (
    id         INTEGER PRIMARY KEY,
    meeting_id INTEGER NOT NULL REFERENCES meetings (id),
    position   INTEGER NOT NULL,
    title      TEXT NOT NULL,
    unit_id    INTEGER REFERENCES units (id), -- who prepares it
    ready_at   TEXT,                          -- the unit said it is prepared
    ready_by   INTEGER,
    removed_at TEXT
);
CREATE INDEX agenda_items_by_meeting ON agenda_items (meeting_id, position);

CREATE TABLE meeting_papers (
    id         INTEGER PRIMARY KEY,
    meeting_id INTEGER NOT NULL REFERENCES meetings (id),
    file_id    TEXT NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('document', 'photo')),
    file_name  TEXT NOT NULL,
    size       INTEGER,
    added_by   INTEGER NOT NULL,
    added_at   TEXT NOT NULL,
    removed_at TEXT
);
CREATE INDEX meeting_papers_by_meeting ON meeting_papers (meeting_id);

CREATE TABLE invitees (
    id            INTEGER PRIMARY KEY,
    meeting_id    INTEGER NOT NULL REFERENCES meetings (id),
    membership_id INTEGER REFERENCES memberships (id), -- NULL: a guest from outside
    full_name     TEXT NOT NULL DEFAULT '',  -- of a guest; a member's is the membership's
    title         TEXT NOT NULL DEFAULT '',
    code_hash     TEXT UNIQUE,               -- of a guest's link; the code itself is shown once and never kept
    chat_id       INTEGER,                   -- the account that opened the guest's link
    chat_lost_at  TEXT,                      -- since when that account cannot be written to
    answer        TEXT NOT NULL DEFAULT '' CHECK (answer IN ('', 'attending', 'absent', 'substitute')),
    answered_at   TEXT,
    answered_by   INTEGER,                   -- a person; the secretary may enter what was said by phone
    present_from  TEXT,
    present_until TEXT,                      -- left before the end
    present_by    TEXT CHECK (present_by IN ('code', 'secretary')),
    by_substitute INTEGER NOT NULL DEFAULT 0, -- 1: the substitute is there, not the member
    added_at      TEXT NOT NULL,
    removed_at    TEXT
);
CREATE UNIQUE INDEX invitees_once ON invitees (meeting_id, membership_id) WHERE membership_id IS NOT NULL;
CREATE INDEX invitees_by_membership ON invitees (membership_id);
CREATE INDEX invitees_by_chat ON invitees (chat_id) WHERE chat_id IS NOT NULL;

CREATE TABLE absences (
    invitee_id       INTEGER PRIMARY KEY REFERENCES invitees (id),
    reason           TEXT NOT NULL,
    substitute_id    INTEGER REFERENCES memberships (id), -- a registered colleague
    substitute_name  TEXT NOT NULL DEFAULT '',
    substitute_title TEXT NOT NULL DEFAULT '',
    substitute_phone TEXT NOT NULL DEFAULT '',
    substitute_says  TEXT NOT NULL DEFAULT '' CHECK (substitute_says IN ('', 'accepted', 'declined')),
    opinion          TEXT NOT NULL DEFAULT '',
    opinion_file     TEXT,                   -- JSON: file_id, kind, name
    decision         TEXT NOT NULL DEFAULT '' CHECK (decision IN ('', 'granted', 'refused')),
    decided_by       INTEGER,
    decided_at       TEXT,
    decision_reason  TEXT NOT NULL DEFAULT '',
    version          INTEGER NOT NULL DEFAULT 1, -- grows when what is to be decided changes: older buttons are stale
    withdrawn        INTEGER NOT NULL DEFAULT 0, -- 1: they come after all; the row keeps the version growing
    at               TEXT NOT NULL
);

CREATE TABLE meeting_stages (                -- what the clock has done for a meeting, once
    meeting_id INTEGER NOT NULL REFERENCES meetings (id),
    stage      TEXT NOT NULL,                -- remind:0:SEQUENCE, chase:1:SEQUENCE, papers:SEQUENCE, ...
    done_at    TEXT NOT NULL,
    PRIMARY KEY (meeting_id, stage)
);

CREATE TABLE meeting_changes (               -- every change of a called meeting: asked for, made or not
    id         INTEGER PRIMARY KEY,
    meeting_id INTEGER NOT NULL REFERENCES meetings (id),
    what       TEXT NOT NULL CHECK (what IN ('time', 'place', 'link', 'chair', 'subject', 'agenda', 'cancel')),
    value      TEXT NOT NULL,                -- JSON: what it is to be
    reason     TEXT NOT NULL DEFAULT '',
    by_order   TEXT NOT NULL DEFAULT '',     -- whose order the office named for it
    state      TEXT NOT NULL CHECK (state IN ('asked', 'made', 'refused', 'overtaken')),
    by_person  INTEGER NOT NULL,
    at         TEXT NOT NULL,
    decided_by INTEGER,
    decided_at TEXT
);
CREATE INDEX meeting_changes_by_meeting ON meeting_changes (meeting_id, state);

CREATE TABLE meeting_cards (                 -- where the live card of a meeting is shown
    chat_id     INTEGER NOT NULL,
    meeting_id  INTEGER NOT NULL REFERENCES meetings (id),
    content_key TEXT NOT NULL,
    at          TEXT NOT NULL,
    PRIMARY KEY (chat_id, meeting_id)
);

CREATE TABLE conclusions (
    id         INTEGER PRIMARY KEY,
    meeting_id INTEGER NOT NULL REFERENCES meetings (id),
    position   INTEGER NOT NULL,
    text       TEXT NOT NULL,
    due_on     TEXT,
    task_id    INTEGER REFERENCES tasks (id), -- from when the notice is sent
    by_person  INTEGER NOT NULL,
    at         TEXT NOT NULL,
    removed_at TEXT
);
CREATE INDEX conclusions_by_meeting ON conclusions (meeting_id, position);

CREATE TABLE conclusion_units (
    conclusion_id INTEGER NOT NULL REFERENCES conclusions (id),
    unit_id       INTEGER NOT NULL REFERENCES units (id),
    part          TEXT NOT NULL CHECK (part IN ('lead', 'coordinating')),
    PRIMARY KEY (conclusion_id, unit_id)
);

CREATE TABLE conclusion_notices (
    meeting_id INTEGER PRIMARY KEY REFERENCES meetings (id),
    general    TEXT NOT NULL DEFAULT '',     -- what the chair said before the single conclusions
    signer_id  INTEGER REFERENCES memberships (id),
    revision   INTEGER NOT NULL DEFAULT 1,   -- grows with every change of notice or conclusions
    guests     INTEGER NOT NULL DEFAULT 0,   -- 1: the meeting's guests get it too
    changed_by INTEGER,                      -- who made the last change, and what it was ("text", "due", ...)
    changed    TEXT NOT NULL DEFAULT '',
    version    INTEGER NOT NULL DEFAULT 0,   -- 0: never sent
    sent       TEXT NOT NULL DEFAULT '{}',   -- JSON: what the last one said, to tell what a later one changes
    sent_at    TEXT,
    sent_by    INTEGER,
    nudged_at  TEXT                          -- when the silent were last reminded by hand
);

CREATE TABLE conclusion_receipts (           -- one row a member the notice went to
    meeting_id    INTEGER NOT NULL REFERENCES meetings (id),
    membership_id INTEGER NOT NULL REFERENCES memberships (id),
    version       INTEGER NOT NULL,          -- the newest one that was sent to them
    sent_at       TEXT NOT NULL,
    received_at   TEXT,
    remark        TEXT NOT NULL DEFAULT '',
    remarked_at   TEXT,
    PRIMARY KEY (meeting_id, membership_id)
);

ALTER TABLE tasks ADD COLUMN source TEXT NOT NULL DEFAULT 'plan'; -- plan, meeting
ALTER TABLE tasks ADD COLUMN meeting_id INTEGER REFERENCES meetings (id);

CREATE TABLE check_in_tries (                -- wrong check-in codes, until the meeting is over
    meeting_id INTEGER NOT NULL REFERENCES meetings (id),
    chat_id    INTEGER NOT NULL,
    tries      INTEGER NOT NULL,
    last_at    TEXT NOT NULL,
    PRIMARY KEY (meeting_id, chat_id)
);
