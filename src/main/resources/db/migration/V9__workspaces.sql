-- Whatever is made belongs to the workspace of who made it. What was there before is in the workspace default, where
-- all is as long as nobody needs a key.

CREATE TABLE workspace (
    name       TEXT   NOT NULL PRIMARY KEY,
    created_at BIGINT NOT NULL
);

INSERT INTO workspace (name, created_at) VALUES ('default', 0);

ALTER TABLE api_key ADD COLUMN workspace TEXT NOT NULL DEFAULT 'default';
ALTER TABLE corpus ADD COLUMN workspace TEXT NOT NULL DEFAULT 'default';
ALTER TABLE training_job ADD COLUMN workspace TEXT NOT NULL DEFAULT 'default';
ALTER TABLE fine_tuning_request ADD COLUMN workspace TEXT NOT NULL DEFAULT 'default';
ALTER TABLE training_metric ADD COLUMN workspace TEXT NOT NULL DEFAULT 'default';
ALTER TABLE training_sample ADD COLUMN workspace TEXT NOT NULL DEFAULT 'default';
ALTER TABLE checkpoint ADD COLUMN workspace TEXT NOT NULL DEFAULT 'default';
ALTER TABLE session ADD COLUMN workspace TEXT NOT NULL DEFAULT 'default';
ALTER TABLE session_mark ADD COLUMN workspace TEXT NOT NULL DEFAULT 'default';

-- Names of models are unique within a workspace.
CREATE TABLE workspace_model (
    workspace TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    -- the highest version ever given, so that none is given twice
    versions  INTEGER NOT NULL,
    PRIMARY KEY (workspace, name)
);

INSERT INTO workspace_model (workspace, name, versions) SELECT 'default', name, versions FROM model;

CREATE TABLE workspace_model_version (
    workspace      TEXT    NOT NULL,
    name           TEXT    NOT NULL,
    version        INTEGER NOT NULL,
    archive_sha256 TEXT    NOT NULL REFERENCES content (sha256),
    architecture   TEXT    NOT NULL,
    provenance     TEXT    NOT NULL,
    -- in which it is served
    precision      TEXT    NOT NULL,
    created_at     BIGINT  NOT NULL,
    PRIMARY KEY (workspace, name, version),
    FOREIGN KEY (workspace, name) REFERENCES workspace_model (workspace, name)
);

INSERT INTO workspace_model_version (workspace, name, version, archive_sha256, architecture, provenance, precision, created_at)
SELECT 'default', name, version, archive_sha256, architecture, provenance, precision, created_at FROM model_version;

DROP TABLE model_version;
DROP TABLE model;
ALTER TABLE workspace_model RENAME TO model;
ALTER TABLE workspace_model_version RENAME TO model_version;

CREATE INDEX model_version_archive ON model_version (archive_sha256);
CREATE INDEX model_version_created_at ON model_version (workspace, created_at, name, version);
CREATE INDEX model_version_name ON model_version (workspace, name, created_at, version);

DROP INDEX corpus_created_at;
CREATE INDEX corpus_created_at ON corpus (workspace, created_at, id);

DROP INDEX training_job_created_at;
CREATE INDEX training_job_created_at ON training_job (workspace, created_at, id);
DROP INDEX training_job_engine;
CREATE INDEX training_job_engine ON training_job (workspace, engine, created_at, id);
DROP INDEX training_job_status;
CREATE INDEX training_job_status ON training_job (status, workspace, created_at, id);
DROP INDEX training_job_ended;
CREATE INDEX training_job_ended ON training_job (workspace, key_id, finished_at, id) WHERE finished_at IS NOT NULL;

CREATE INDEX session_workspace ON session (workspace, expires_at);
