-- Questions and answers (Hỏi đáp) that the secretary keeps in the chat.

CREATE TABLE faq_entries (
    id            INTEGER PRIMARY KEY,
    task_force_id INTEGER NOT NULL REFERENCES task_forces (id),
    question      TEXT NOT NULL,
    wordings      TEXT NOT NULL DEFAULT '',    -- other ways of asking the same, one a line
    answer        TEXT NOT NULL DEFAULT '',    -- '' where the file says it all
    cite          TEXT NOT NULL DEFAULT '',    -- the article it rests on
    file_id       TEXT NOT NULL DEFAULT '',    -- a file that lies at Telegram, '' for none
    file_name     TEXT NOT NULL DEFAULT '',
    file_kind     TEXT NOT NULL DEFAULT 'document' CHECK (file_kind IN ('document', 'photo')),
    asked_key     TEXT NOT NULL,               -- question and wordings, folded for searching, one a line
    told_key      TEXT NOT NULL,               -- answer and article, folded
    hidden        INTEGER NOT NULL DEFAULT 0,
    seen          INTEGER NOT NULL DEFAULT 0,  -- how often it was shown
    helped        INTEGER NOT NULL DEFAULT 0,  -- how many people said that it was what they had asked
    from_case     INTEGER,                     -- the question of the inbox that it was made of
    created_by    INTEGER NOT NULL REFERENCES people (id),
    created_at    TEXT NOT NULL,
    changed_by    INTEGER NOT NULL REFERENCES people (id),
    changed_at    TEXT NOT NULL
);
CREATE INDEX faq_entries_by_use ON faq_entries (task_force_id, hidden, helped DESC, seen DESC, id);
CREATE UNIQUE INDEX faq_entries_from_case ON faq_entries (from_case) WHERE from_case IS NOT NULL;

CREATE TABLE faq_helped (
    entry_id  INTEGER NOT NULL REFERENCES faq_entries (id),
    person_id INTEGER NOT NULL REFERENCES people (id),
    at        TEXT NOT NULL,
    PRIMARY KEY (entry_id, person_id)
);
CREATE INDEX faq_helped_person ON faq_helped (person_id);

CREATE TABLE faq_aliases (
    id            INTEGER PRIMARY KEY,
    task_force_id INTEGER NOT NULL REFERENCES task_forces (id),
    short         TEXT NOT NULL,               -- "DVC"
    words         TEXT NOT NULL,               -- "dịch vụ công"
    key           TEXT NOT NULL,               -- both, folded
    by_person     INTEGER NOT NULL REFERENCES people (id),
    at            TEXT NOT NULL,
    UNIQUE (task_force_id, key)
);
