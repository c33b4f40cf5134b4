-- What people call things by, each tag with a space before and after it.
ALTER TABLE training_job ADD COLUMN tags TEXT NOT NULL DEFAULT '';
ALTER TABLE model_version ADD COLUMN tags TEXT NOT NULL DEFAULT '';
ALTER TABLE model_version ADD COLUMN notes TEXT NOT NULL DEFAULT '';

CREATE INDEX training_job_tagged ON training_job (workspace, created_at, id) WHERE tags <> '';

-- Lists of jobs in other orders; what a job does not have yet counts as the greatest.
CREATE INDEX training_job_by_model ON training_job (workspace, model, id);
CREATE INDEX training_job_by_end ON training_job (workspace, (COALESCE(finished_at, 9223372036854775807)), id);
CREATE INDEX training_job_by_loss ON training_job (workspace, (COALESCE(best_validation_loss, 1e308)), id);
