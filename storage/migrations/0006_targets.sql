-- Targets that are told and counted. Moments are UTC as everywhere.

-- What is compared with the goal: the latest value, or what the values within the target's period add up to.
ALTER TABLE targets ADD COLUMN counting TEXT NOT NULL DEFAULT 'level' CHECK (counting IN ('level', 'cumulated'));

-- 1: the value told for the period was taken back; it stays in the history.
ALTER TABLE target_values ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0;

CREATE TABLE target_links (                 -- whose values come from the units' reports; what was linked before stays
    id        INTEGER PRIMARY KEY,
    target_id INTEGER NOT NULL REFERENCES targets (id),
    stream    TEXT NOT NULL,                -- the charter's report key
    field     TEXT NOT NULL,                -- the number or percentage asked there
    by_person INTEGER NOT NULL,
    at        TEXT NOT NULL,
    ended_by  INTEGER,
    ended_at  TEXT
);
CREATE UNIQUE INDEX target_links_living ON target_links (target_id) WHERE ended_at IS NULL;
