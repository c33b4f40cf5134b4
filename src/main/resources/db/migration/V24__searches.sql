-- Several trials, training jobs, that compete for one model in a bounded time.
CREATE TABLE search (
    id            TEXT    NOT NULL PRIMARY KEY,
    workspace     TEXT    NOT NULL,
    model         TEXT    NOT NULL,
    corpus_id     TEXT    NOT NULL,
    engine        TEXT    NOT NULL,
    -- of the key that asked for it
    key_id        TEXT,
    status        TEXT    NOT NULL,
    -- grows with every change; one made from an older one is refused
    revision      BIGINT  NOT NULL,
    -- JSON: what was asked for
    request       TEXT    NOT NULL,
    -- why the preset auto chose the first trial
    choice        TEXT    NOT NULL,
    rung          INTEGER NOT NULL,
    result        TEXT,
    error         TEXT,
    created_at    BIGINT  NOT NULL,
    -- when its first trial began to train
    started_at    BIGINT,
    paused_at     BIGINT,
    -- of earlier pauses
    paused_millis BIGINT  NOT NULL,
    finished_at   BIGINT
);

CREATE INDEX search_created_at ON search (workspace, created_at, id);
CREATE INDEX search_unfinished ON search (id) WHERE finished_at IS NULL;

CREATE TABLE search_trial (
    search_id       TEXT    NOT NULL REFERENCES search (id) ON DELETE CASCADE,
    number          INTEGER NOT NULL,
    workspace       TEXT    NOT NULL,
    -- null before it begins; the job may be deleted since
    job_id          TEXT,
    rung            INTEGER NOT NULL,
    status          TEXT    NOT NULL,
    hyperparameters TEXT    NOT NULL,
    -- the lowest validation loss at the end of its rung
    loss            DOUBLE PRECISION,
    PRIMARY KEY (search_id, number)
);
