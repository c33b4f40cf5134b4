-- A content that has no owner is seen by nobody: it is still being written, or was released and is being removed.

-- When a writer last touched it; 0 once it has an owner, or has lost its last one.
ALTER TABLE content ADD COLUMN written_at BIGINT NOT NULL DEFAULT 0;

CREATE INDEX content_without_owner ON content (written_at) WHERE owners = 0;
