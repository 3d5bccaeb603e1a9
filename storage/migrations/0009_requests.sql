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
