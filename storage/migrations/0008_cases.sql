-- What people raise at any time: difficulties, questions, feedback on the regulation; and what became of each.

CREATE TABLE cases (
    id            INTEGER PRIMARY KEY,
    task_force_id INTEGER NOT NULL REFERENCES task_forces (id),
    kind          TEXT NOT NULL CHECK (kind IN ('difficulty', 'question', 'feedback')),
    category      TEXT NOT NULL DEFAULT '',
    text          TEXT NOT NULL,
    gist          TEXT NOT NULL DEFAULT '',       -- its telling words, folded: to find what is like it
    urgent        INTEGER NOT NULL DEFAULT 0,
    unit_id       INTEGER REFERENCES units (id),  -- whose it is; NULL: of a person without a unit
    raised_by     INTEGER NOT NULL REFERENCES people (id),
    raised_at     TEXT NOT NULL,
    state         TEXT NOT NULL DEFAULT 'open'
                  CHECK (state IN ('open', 'doing', 'answered', 'closed', 'reopened')),
    owner_id      INTEGER REFERENCES people (id), -- who deals with it; NULL: nobody took it yet
    owner_unit_id INTEGER REFERENCES units (id),  -- to whom it was handed as a unit
    due_at        TEXT NOT NULL,                  -- unanswered until then, the leader is told
    escalated_at  TEXT,                           -- since when the leader knows, in this round
    answer        TEXT NOT NULL DEFAULT '',       -- the latest
    answered_by   INTEGER REFERENCES people (id),
    answered_at   TEXT,
    first_answer  TEXT,                           -- when it was answered for the first time
    closed_at     TEXT,
    reopened      INTEGER NOT NULL DEFAULT 0,     -- how many times
    version       INTEGER NOT NULL DEFAULT 1      -- grows with every step: a button of an older one is stale
);
CREATE INDEX cases_of_task_force ON cases (task_force_id, state, id);
CREATE INDEX cases_by_unit ON cases (unit_id, id);
CREATE INDEX cases_raised_by ON cases (raised_by, id);
CREATE INDEX cases_owned ON cases (owner_id, id) WHERE owner_id IS NOT NULL;
CREATE INDEX cases_waiting ON cases (due_at) WHERE escalated_at IS NULL AND state IN ('open', 'doing', 'reopened');

CREATE TABLE case_steps (                         -- the history: who, when, what
    id        INTEGER PRIMARY KEY,
    case_id   INTEGER NOT NULL REFERENCES cases (id),
    at        TEXT NOT NULL,
    what      TEXT NOT NULL,                      -- raised, taken, handed, answered, confirmed, reopened, escalated, ...
    person_id INTEGER REFERENCES people (id),     -- NULL: by itself
    text      TEXT NOT NULL DEFAULT '',
    to_unit   INTEGER REFERENCES units (id),
    to_person INTEGER REFERENCES people (id)
);
CREATE INDEX case_steps_of_case ON case_steps (case_id, id);
CREATE INDEX case_steps_by_person ON case_steps (person_id);

CREATE TABLE case_files (
    id      INTEGER PRIMARY KEY,
    step_id INTEGER NOT NULL REFERENCES case_steps (id),
    file_id TEXT NOT NULL,                        -- Telegram's
    kind    TEXT NOT NULL CHECK (kind IN ('document', 'photo')),
    name    TEXT NOT NULL
);
CREATE INDEX case_files_of_step ON case_files (step_id);

CREATE TABLE case_followers (                     -- who has the same trouble and is told of every step
    case_id   INTEGER NOT NULL REFERENCES cases (id),
    person_id INTEGER NOT NULL REFERENCES people (id),
    at        TEXT NOT NULL,
    PRIMARY KEY (case_id, person_id)
);
CREATE INDEX case_followers_by_person ON case_followers (person_id);
