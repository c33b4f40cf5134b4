-- why the preset auto chose what it chose
ALTER TABLE training_job ADD COLUMN choice TEXT;
-- the search that a job is a trial of
ALTER TABLE training_job ADD COLUMN search_id TEXT;
-- whether a trial publishes its model at its limits; else it pauses there until its search knows
ALTER TABLE training_job ADD COLUMN last_rung BOOLEAN NOT NULL DEFAULT FALSE;

CREATE INDEX training_job_search ON training_job (workspace, search_id, created_at, id) WHERE search_id IS NOT NULL;

-- people's jobs come before trials
UPDATE scheduled_tasks SET priority = 50 WHERE priority IS NULL;
