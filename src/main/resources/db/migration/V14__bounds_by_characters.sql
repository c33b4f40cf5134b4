-- what models may read and write for a key; null where the settings say it
ALTER TABLE api_key ADD COLUMN characters_per_minute INTEGER;

-- further quotas: null where the settings say it, 0 for no bound
ALTER TABLE workspace ADD COLUMN pinned_bytes BIGINT;
ALTER TABLE workspace ADD COLUMN characters_per_day BIGINT;

-- what models have read and written for the workspace on a day, counted from 1970 in UTC
ALTER TABLE workspace ADD COLUMN characters_day BIGINT NOT NULL DEFAULT 0;
ALTER TABLE workspace ADD COLUMN characters BIGINT NOT NULL DEFAULT 0;

-- memory that a pinned version takes
ALTER TABLE model_version ADD COLUMN pinned_bytes BIGINT NOT NULL DEFAULT 0;

UPDATE model_version SET pinned_bytes = 2 * (SELECT bytes FROM content WHERE sha256 = archive_sha256) WHERE pinned;
