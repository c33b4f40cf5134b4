-- deaths of the job's workers since its checkpoint last advanced
ALTER TABLE training_job ADD COLUMN deaths INTEGER NOT NULL DEFAULT 0;
-- JSON: what a queued job waits for
ALTER TABLE training_job ADD COLUMN waiting TEXT;
-- JSON: hyperparameters that the request left open and that were fitted to the corpus
ALTER TABLE training_job ADD COLUMN fitted TEXT;

-- processes that share a PostgreSQL database
CREATE TABLE replica (
    id      TEXT   NOT NULL PRIMARY KEY,
    seen_at BIGINT NOT NULL
);

-- jobs that a replica cannot run, which it leaves to others
CREATE TABLE refusal (
    replica_id TEXT NOT NULL REFERENCES replica (id) ON DELETE CASCADE,
    job_id     TEXT NOT NULL REFERENCES training_job (id) ON DELETE CASCADE,
    PRIMARY KEY (replica_id, job_id)
);

CREATE INDEX refusal_job ON refusal (job_id);
