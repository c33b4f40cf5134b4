-- whether the version is loaded at the start and stays in memory
ALTER TABLE model_version ADD COLUMN pinned BOOLEAN NOT NULL DEFAULT FALSE;
