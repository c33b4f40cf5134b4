-- What a workspace may have; null where the settings say it, 0 for no bound.
ALTER TABLE workspace ADD COLUMN corpora BIGINT;
ALTER TABLE workspace ADD COLUMN unfinished_jobs BIGINT;
ALTER TABLE workspace ADD COLUMN models BIGINT;
ALTER TABLE workspace ADD COLUMN sessions BIGINT;
ALTER TABLE workspace ADD COLUMN bytes BIGINT;

INSERT INTO workspace (name, created_at)
SELECT DISTINCT workspace, CAST(0 AS BIGINT) FROM api_key WHERE workspace <> 'default';

-- whether all workspaces may use a version
ALTER TABLE model_version ADD COLUMN shared BOOLEAN NOT NULL DEFAULT FALSE;

CREATE INDEX model_version_shared ON model_version (created_at, name, version, workspace) WHERE shared;
