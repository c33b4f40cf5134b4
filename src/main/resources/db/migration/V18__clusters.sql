-- how the job's run is split over members, as JSON; null where it is not
ALTER TABLE training_job ADD COLUMN cluster TEXT;
