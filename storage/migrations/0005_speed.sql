-- What every tick asks for is found without reading what is over.

CREATE INDEX conclusion_receipts_waiting ON conclusion_receipts (sent_at, meeting_id) WHERE received_at IS NULL;
CREATE INDEX conclusion_notices_sent ON conclusion_notices (sent_at);
CREATE INDEX meeting_changes_waiting ON meeting_changes (what, at) WHERE state = 'asked';
CREATE INDEX downloads_waiting ON downloads (id) WHERE state = 'queued';
