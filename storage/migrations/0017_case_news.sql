-- A step with a case that its followers are still to be told of: slice by slice, in the order of their ids.
CREATE TABLE case_news (
    step_id      INTEGER PRIMARY KEY REFERENCES case_steps (id),
    skipped      TEXT NOT NULL,              -- JSON: the ids of those who made the step or have its card already
    after_person INTEGER NOT NULL DEFAULT 0  -- who has been told: the followers up to this id
);
