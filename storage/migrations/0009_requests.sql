-- Reports that somebody asked for (báo cáo đột xuất): periods like any other, with a title and a deadline of their own.

-- '' for a period of the charter's own rhythm: the charter names those.
ALTER TABLE report_periods ADD COLUMN title TEXT NOT NULL DEFAULT '';

CREATE TABLE report_requests (
    period_id    INTEGER PRIMARY KEY REFERENCES report_periods (id),
    asked_by     INTEGER NOT NULL REFERENCES people (id),
    asked_at     TEXT NOT NULL,
    happened_at  TEXT,                      -- the event from which the charter's deadline counts
    given_due    TEXT,                      -- the deadline that a person named; NULL: as the charter counts it
    ladder_from  TEXT NOT NULL,             -- reminders are laid out from here: asking, or the last change of the deadline
    complete_at  TEXT,                      -- when the last unit answered; NULL while one owes
    withdrawn_at TEXT,
    withdrawn_by INTEGER REFERENCES people (id)
);

-- What is to be told about a request to the people who were asked: slice by slice, in the order of their ids.
CREATE TABLE request_news (
    id           INTEGER PRIMARY KEY,
    period_id    INTEGER NOT NULL REFERENCES report_periods (id),
    kind         TEXT NOT NULL CHECK (kind IN ('opened', 'due', 'withdrawn')),
    units        TEXT NOT NULL,             -- JSON: the ids of the only units that are told; '[]': all
    before_due   TEXT,                      -- the deadline that held until then
    by_person    INTEGER NOT NULL REFERENCES people (id),
    at           TEXT NOT NULL,
    after_person INTEGER NOT NULL DEFAULT 0,-- who has been told: the people up to this id
    upto_person  INTEGER,                   -- nobody beyond this id is told: they have not heard of the request; NULL: all
    ended_at     TEXT
);

CREATE INDEX request_news_under_way ON request_news (period_id) WHERE ended_at IS NULL;
