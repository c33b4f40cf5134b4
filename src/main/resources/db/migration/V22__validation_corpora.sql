-- the text that a job is validated on, where that is no part of its corpus
ALTER TABLE training_job ADD COLUMN validation_corpus_id TEXT;

CREATE INDEX training_job_validation ON training_job (workspace, validation_corpus_id) WHERE validation_corpus_id IS NOT NULL;
