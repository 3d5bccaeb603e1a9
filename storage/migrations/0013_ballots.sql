-- Opinions and votes in writing (ledger R11-R14).

CREATE TABLE ballots (
    id               INTEGER PRIMARY KEY,
    task_force_id    INTEGER NOT NULL REFERENCES task_forces (id),
    state            TEXT NOT NULL DEFAULT 'draft'
                     CHECK (state IN ('draft', 'open', 'closed', 'withdrawn', 'dropped')),
    question         TEXT NOT NULL DEFAULT '',
    options          TEXT NOT NULL DEFAULT '[]',    -- JSON: own options; none: agree, disagree, another opinion
    audience         TEXT NOT NULL DEFAULT '["all"]', -- JSON: tokens of taskforce.audience, until it opens
    closes_at        TEXT,
    late_reason      TEXT NOT NULL DEFAULT '',      -- why the deadline is not within the regulation's bounds
    reason_required  INTEGER NOT NULL DEFAULT 0,
    secret           INTEGER NOT NULL DEFAULT 0,
    silence          TEXT NOT NULL,
    majority         TEXT NOT NULL,                 -- JSON: the rule, as the charter said when it was prepared
    quorum           TEXT NOT NULL DEFAULT '',      -- a share such as 1/2, '' for none
    mode             TEXT NOT NULL CHECK (mode IN ('majority', 'chair')),
    early            INTEGER NOT NULL DEFAULT 0,
    told_to_all      INTEGER NOT NULL DEFAULT 1,    -- those asked get the result too
    created_by       INTEGER NOT NULL REFERENCES people (id),
    created_at       TEXT NOT NULL,
    opened_by        INTEGER REFERENCES people (id),
    opened_at        TEXT,
    closed_at        TEXT,
    closed_why       TEXT NOT NULL DEFAULT '',      -- time, early, all (everybody answered and it was ended by hand)
    withdrawn_by     INTEGER REFERENCES people (id),
    withdrawn_why    TEXT NOT NULL DEFAULT '',
    decided          TEXT NOT NULL DEFAULT '',      -- the chair: yes, no, or the place of the option; 'seen' by majority
    decided_by       INTEGER REFERENCES people (id),
    decided_at       TEXT,
    decided_why      TEXT NOT NULL DEFAULT '',
    nudges           INTEGER NOT NULL DEFAULT 0,    -- how often the office reminded the undecided by hand
    nudged_at        TEXT,
    told             TEXT NOT NULL DEFAULT '',      -- what of its end everybody knows: result, decision, withdrawn; 'office': being told
    revision         INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX ballots_by_state ON ballots (task_force_id, state);
CREATE INDEX ballots_open ON ballots (closes_at) WHERE state = 'open';

CREATE TABLE ballot_papers (
    id         INTEGER PRIMARY KEY,
    ballot_id  INTEGER NOT NULL REFERENCES ballots (id),
    file_id    TEXT NOT NULL,
    kind       TEXT NOT NULL,
    file_name  TEXT NOT NULL,
    size       INTEGER,
    added_by   INTEGER NOT NULL,
    added_at   TEXT NOT NULL,
    removed_at TEXT
);
CREATE INDEX ballot_papers_by_ballot ON ballot_papers (ballot_id);

-- Who is asked, fixed when it opens, in the order of the list. A place that somebody takes over is the new holder's.
CREATE TABLE ballot_voters (
    id            INTEGER PRIMARY KEY,
    ballot_id     INTEGER NOT NULL REFERENCES ballots (id),
    membership_id INTEGER NOT NULL REFERENCES memberships (id),
    role          TEXT NOT NULL,
    unit_id       INTEGER REFERENCES units (id),
    chair         INTEGER NOT NULL DEFAULT 0,
    voted         INTEGER NOT NULL DEFAULT 0,       -- when is not kept: the choices of a secret ballot have no time either
    sent          INTEGER NOT NULL DEFAULT 0,       -- the card went to whoever holds the place now
    reminded      TEXT NOT NULL DEFAULT '',         -- the key of the last reminder
    nudged        INTEGER NOT NULL DEFAULT 0,       -- the last reminder by hand that they had, or came after
    told          TEXT NOT NULL DEFAULT '',         -- what of its end they were told: result, decision, withdrawn
    UNIQUE (ballot_id, membership_id)
);
CREATE INDEX ballot_voters_by_membership ON ballot_voters (membership_id);
CREATE INDEX ballot_voters_to_send ON ballot_voters (ballot_id) WHERE sent = 0;

-- An open ballot: who chose what.
CREATE TABLE ballot_votes (
    voter_id  INTEGER PRIMARY KEY REFERENCES ballot_voters (id),
    place     INTEGER NOT NULL,
    words     TEXT NOT NULL DEFAULT '',             -- the reason, or the other opinion
    by_person INTEGER NOT NULL,
    at        TEXT NOT NULL,
    changes   INTEGER NOT NULL DEFAULT 0
);

-- A secret ballot: how often each option was chosen, and opinions without a name in the order of the alphabet.
-- One row that is written anew with each vote, so that nothing tells which came when or from whom.
CREATE TABLE ballot_boxes (
    ballot_id INTEGER PRIMARY KEY REFERENCES ballots (id),
    counts    TEXT NOT NULL,
    opinions  TEXT NOT NULL DEFAULT '[]'
);
