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

-- What the answers sent in a period add up to, counted once and kept until a report of that period is sent again: a
-- list of targets must not read the answers of years. The database itself forgets what may have changed, so that no
-- writer of reports can leave a stale sum behind. A row with no answers says that there are none.
CREATE TABLE report_sums (
    period_id INTEGER NOT NULL REFERENCES report_periods (id),
    field     TEXT NOT NULL,
    total     REAL NOT NULL,
    answered  INTEGER NOT NULL,
    at        TEXT NOT NULL,                -- when the last of them came
    PRIMARY KEY (period_id, field)
);
CREATE TRIGGER report_sums_sent AFTER UPDATE OF sent, period_id, changed_at ON reports
BEGIN
    DELETE FROM report_sums WHERE period_id IN (OLD.period_id, NEW.period_id);
END;
CREATE TRIGGER report_sums_gone AFTER DELETE ON reports
BEGIN
    DELETE FROM report_sums WHERE period_id = OLD.period_id;
END;
CREATE TRIGGER report_sums_rewritten AFTER UPDATE OF value ON answers
BEGIN
    DELETE FROM report_sums WHERE period_id = (SELECT period_id FROM reports WHERE id = NEW.report_id);
END;
