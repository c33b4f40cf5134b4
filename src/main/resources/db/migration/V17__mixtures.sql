-- whether the version is mixed with n-grams unless a request says otherwise
ALTER TABLE model_version ADD COLUMN mixture BOOLEAN NOT NULL DEFAULT FALSE;

-- what is known of the text's n-grams at a mark; null where the session does without
ALTER TABLE session_mark ADD COLUMN mixture BYTEA;
