-- Lists of the jobs of a model or of a text, the newest first.
CREATE INDEX training_job_model ON training_job (workspace, model, created_at, id);
CREATE INDEX training_job_text ON training_job (workspace, corpus_id, created_at, id);
