-- Notices go by e-mail too where the charter says so: to whose mailbox, and what became of the letter.

CREATE TABLE broadcast_mail (
    broadcast_id  INTEGER PRIMARY KEY REFERENCES broadcasts (id),
    open          INTEGER NOT NULL DEFAULT 1  -- 1: letters are still to be written, or to be heard of
);
CREATE INDEX broadcast_mail_open ON broadcast_mail (open) WHERE open = 1;

-- The address itself stays where it is kept: with the member, or with the unit.
CREATE TABLE broadcast_letters (
    id            INTEGER PRIMARY KEY,
    broadcast_id  INTEGER NOT NULL REFERENCES broadcasts (id),
    membership_id INTEGER REFERENCES memberships (id), -- the member's own mailbox
    unit_id       INTEGER REFERENCES units (id),       -- or the unit's
    state         TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN
                  ('waiting', 'queued', 'sent', 'refused', 'expired', 'stopped')),
    cause         TEXT NOT NULL DEFAULT '',            -- the server's words for why it did not take it
    version       INTEGER NOT NULL DEFAULT 0,          -- of the words that were last written to it
    outbox_id     INTEGER,                             -- the letter that was last written to it
    sent_at       TEXT,                                -- when a server took the last one
    CHECK ((membership_id IS NULL) <> (unit_id IS NULL))
);
CREATE INDEX broadcast_letters_of ON broadcast_letters (broadcast_id, state);
CREATE INDEX broadcast_letters_member ON broadcast_letters (membership_id);
