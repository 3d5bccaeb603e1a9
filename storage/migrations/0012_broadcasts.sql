-- Notices to many: what is said, to whom, and what became of it for each recipient.

CREATE TABLE broadcasts (
    id            INTEGER PRIMARY KEY,
    task_force_id INTEGER NOT NULL REFERENCES task_forces (id),
    state         TEXT NOT NULL DEFAULT 'draft' CHECK (state IN
                  ('draft', 'scheduled', 'going', 'paused', 'sent', 'stopped', 'withdrawn', 'dropped')),
    text          TEXT NOT NULL DEFAULT '',
    spans         TEXT NOT NULL DEFAULT '[]',     -- JSON: the formatting of the text
    files         TEXT NOT NULL DEFAULT '[]',     -- JSON: files that lie at Telegram
    album         TEXT NOT NULL DEFAULT '',       -- Telegram's id of the album whose parts are still arriving
    audience      TEXT NOT NULL DEFAULT '["all"]', -- JSON: tokens of taskforce.audience
    acknowledge   INTEGER NOT NULL DEFAULT 0,     -- 1: each recipient is asked to tap that they received it
    urgent        INTEGER NOT NULL DEFAULT 0,     -- 1: goes out in quiet hours too
    reason        TEXT NOT NULL DEFAULT '',       -- why it is urgent
    send_at       TEXT,                           -- not before; NULL: at once
    revision      INTEGER NOT NULL DEFAULT 1,     -- of the draft: a button of an older one is stale
    version       INTEGER NOT NULL DEFAULT 1,     -- of the words: grows with every correction and the withdrawal
    ask_from      INTEGER NOT NULL DEFAULT 1,     -- what was received before this version is asked for again
    nudges        INTEGER NOT NULL DEFAULT 0,
    nudged_at     TEXT,
    created_by    INTEGER NOT NULL REFERENCES people (id),
    created_at    TEXT NOT NULL,
    confirmed_by  INTEGER REFERENCES people (id),
    begun_at      TEXT,
    ended_at      TEXT,                           -- the last one was written
    corrected_at  TEXT,
    withdrawn_at  TEXT,
    follow_up     INTEGER NOT NULL DEFAULT 0,     -- 1: a correction, withdrawal or nudge is still to be written
    changed       INTEGER NOT NULL DEFAULT 0,     -- 1: the progress card does not say yet how it stands
    told_at       TEXT                            -- when the progress card was last edited
);
CREATE INDEX broadcasts_of_task_force ON broadcasts (task_force_id, id);
CREATE INDEX broadcasts_at_work ON broadcasts (state) WHERE state IN ('scheduled', 'going') OR changed = 1 OR follow_up = 1;

CREATE TABLE broadcast_recipients (
    broadcast_id    INTEGER NOT NULL REFERENCES broadcasts (id),
    membership_id   INTEGER NOT NULL REFERENCES memberships (id),
    position        INTEGER NOT NULL,
    person_id       INTEGER REFERENCES people (id), -- NULL while they have not joined
    state           TEXT NOT NULL CHECK (state IN
                    ('waiting', 'queued', 'sent', 'blocked', 'failed', 'expired', 'absent', 'stopped')),
    cause           TEXT NOT NULL DEFAULT '',       -- Telegram's words for why it did not get through
    version         INTEGER NOT NULL DEFAULT 0,     -- of the words that were last written for them
    queued_at       TEXT,
    sent_at         TEXT,
    acknowledged_at TEXT,
    acknowledged    INTEGER NOT NULL DEFAULT 0,     -- which version they acknowledged, 0: none
    nudges          INTEGER NOT NULL DEFAULT 0,     -- which of the nudges they got last
    PRIMARY KEY (broadcast_id, membership_id)
);
-- nobody twice, even with two places
CREATE UNIQUE INDEX broadcast_recipients_person ON broadcast_recipients (broadcast_id, person_id)
    WHERE person_id IS NOT NULL;
CREATE INDEX broadcast_recipients_open ON broadcast_recipients (broadcast_id, state, position);
CREATE INDEX broadcast_recipients_absent ON broadcast_recipients (membership_id) WHERE state = 'absent';
