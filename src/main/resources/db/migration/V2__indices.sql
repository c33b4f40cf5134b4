-- Each list, each lookup and each check of a foreign key has its index.

-- A content that goes is looked for in every column that may still refer to it.
CREATE INDEX corpus_content ON corpus (sha256);
CREATE INDEX checkpoint_archive ON checkpoint (archive_sha256);
CREATE INDEX checkpoint_state ON checkpoint (state_sha256);
CREATE INDEX model_version_archive ON model_version (archive_sha256);
CREATE INDEX session_mark_archive ON session_mark (archive_sha256);

CREATE INDEX training_job_created_at ON training_job (created_at, id);
CREATE INDEX training_job_engine ON training_job (engine, created_at, id);
DROP INDEX training_job_status;
CREATE INDEX training_job_status ON training_job (status, created_at, id);
DROP INDEX training_job_corpus;
CREATE INDEX training_job_corpus ON training_job (corpus_id, status);

CREATE INDEX training_sample_event ON training_sample (job_id, event);

CREATE INDEX model_version_created_at ON model_version (created_at, name, version);
CREATE INDEX model_version_name ON model_version (name, created_at, version);
