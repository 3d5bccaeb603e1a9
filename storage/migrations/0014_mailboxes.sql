-- The second channel: where a unit gets e-mail. A member's own mailbox stands with their membership.

CREATE TABLE unit_mailboxes (
    unit_id   INTEGER PRIMARY KEY REFERENCES units (id),
    address   TEXT NOT NULL,
    by_person INTEGER,
    at        TEXT NOT NULL
);
