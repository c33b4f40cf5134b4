-- how the job's cluster was when it last trained, as JSON; null where it never had one elsewhere
ALTER TABLE training_job ADD COLUMN cluster_status TEXT;
