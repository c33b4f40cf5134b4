-- One DDL for SQLite and PostgreSQL. Times are milliseconds since 1970-01-01T00:00Z.

CREATE TABLE content (
    sha256      TEXT    NOT NULL PRIMARY KEY,
    bytes       BIGINT  NOT NULL,
    -- rows elsewhere that name this content; it goes when the last one does
    owners      INTEGER NOT NULL
);

CREATE TABLE content_chunk (
    sha256      TEXT    NOT NULL REFERENCES content (sha256) ON DELETE CASCADE,
    number      INTEGER NOT NULL,
    data        BYTEA   NOT NULL,
    PRIMARY KEY (sha256, number)
);

CREATE TABLE corpus (
    id          TEXT    NOT NULL PRIMARY KEY,
    name        TEXT    NOT NULL,
    sha256      TEXT    NOT NULL REFERENCES content (sha256),
    bytes       BIGINT  NOT NULL,
    characters  BIGINT  NOT NULL,
    -- characters that begin before each further MiB, 8 bytes each
    character_index BYTEA NOT NULL,
    -- UTF-8; no TEXT, since PostgreSQL's has no U+0000
    alphabet    BYTEA   NOT NULL,
    created_at  BIGINT  NOT NULL
);

CREATE INDEX corpus_created_at ON corpus (created_at, id);

CREATE TABLE training_job (
    id                    TEXT             NOT NULL PRIMARY KEY,
    model                 TEXT             NOT NULL,
    corpus_id             TEXT             NOT NULL,
    engine                TEXT             NOT NULL,
    initialize_from       TEXT,
    hyperparameters       TEXT             NOT NULL,
    -- of the key that asked for it
    key_id                TEXT,
    alphabet_size         INTEGER          NOT NULL,
    -- that its workers use, given by the first of them: the last bits of sums depend on it
    threads               INTEGER,
    status                TEXT             NOT NULL,
    -- what a running job was asked to become: paused or cancelled
    requested_status      TEXT,
    -- grows with every claim; a write with an older one changes nothing
    lease_epoch           BIGINT           NOT NULL,
    -- number of the job's newest event, and of its newest change of status
    event                 BIGINT           NOT NULL,
    status_event          BIGINT           NOT NULL,
    iteration             BIGINT           NOT NULL,
    iterations            BIGINT           NOT NULL,
    epoch                 INTEGER          NOT NULL,
    fraction              DOUBLE PRECISION NOT NULL,
    characters_per_second DOUBLE PRECISION,
    training_millis       BIGINT           NOT NULL,
    training_loss         DOUBLE PRECISION,
    validation_loss       DOUBLE PRECISION,
    best_validation_loss  DOUBLE PRECISION,
    -- JSON: what n-grams reach
    loss_expectation      TEXT,
    result                TEXT,
    error                 TEXT,
    created_at            BIGINT           NOT NULL,
    started_at            BIGINT,
    finished_at           BIGINT
);

CREATE INDEX training_job_corpus ON training_job (corpus_id);
CREATE INDEX training_job_status ON training_job (status);

-- what a client of OpenAI's paths said of a job, beside what the job has
CREATE TABLE fine_tuning_request (
    job_id      TEXT NOT NULL PRIMARY KEY REFERENCES training_job (id) ON DELETE CASCADE,
    model       TEXT NOT NULL,
    metadata    TEXT NOT NULL
);

CREATE TABLE training_metric (
    job_id                TEXT             NOT NULL REFERENCES training_job (id) ON DELETE CASCADE,
    iteration             BIGINT           NOT NULL,
    event                 BIGINT           NOT NULL,
    training_loss         DOUBLE PRECISION NOT NULL,
    validation_loss       DOUBLE PRECISION,
    learning_rate         DOUBLE PRECISION NOT NULL,
    gradient_norm         DOUBLE PRECISION NOT NULL,
    clipped_fraction      DOUBLE PRECISION NOT NULL,
    characters_per_second DOUBLE PRECISION NOT NULL,
    created_at            BIGINT           NOT NULL,
    PRIMARY KEY (job_id, iteration)
);

CREATE INDEX training_metric_event ON training_metric (job_id, event);

CREATE TABLE training_sample (
    job_id      TEXT             NOT NULL REFERENCES training_job (id) ON DELETE CASCADE,
    iteration   BIGINT           NOT NULL,
    event       BIGINT           NOT NULL,
    -- UTF-8: not every database takes U+0000 in a TEXT
    text        BYTEA            NOT NULL,
    temperature DOUBLE PRECISION NOT NULL,
    created_at  BIGINT           NOT NULL,
    PRIMARY KEY (job_id, iteration)
);

CREATE TABLE checkpoint (
    id              TEXT   NOT NULL PRIMARY KEY,
    job_id          TEXT   NOT NULL REFERENCES training_job (id) ON DELETE CASCADE,
    iteration       BIGINT NOT NULL,
    event           BIGINT NOT NULL,
    -- an archive that DL4J opens, and what it has no place for
    archive_sha256  TEXT   NOT NULL REFERENCES content (sha256),
    state_sha256    TEXT   NOT NULL REFERENCES content (sha256),
    provenance      TEXT   NOT NULL,
    training_loss   DOUBLE PRECISION,
    validation_loss DOUBLE PRECISION,
    last            BOOLEAN NOT NULL,
    best            BOOLEAN NOT NULL,
    created_at      BIGINT NOT NULL
);

CREATE INDEX checkpoint_job ON checkpoint (job_id);

CREATE TABLE model (
    name           TEXT    NOT NULL PRIMARY KEY,
    -- the highest version ever given, so that none is given twice
    versions       INTEGER NOT NULL
);

CREATE TABLE model_version (
    name           TEXT    NOT NULL REFERENCES model (name),
    version        INTEGER NOT NULL,
    archive_sha256 TEXT    NOT NULL REFERENCES content (sha256),
    architecture   TEXT    NOT NULL,
    provenance     TEXT    NOT NULL,
    -- in which it is served
    precision      TEXT    NOT NULL,
    created_at     BIGINT  NOT NULL,
    PRIMARY KEY (name, version)
);

CREATE TABLE api_key (
    id                  TEXT    NOT NULL PRIMARY KEY,
    name                TEXT    NOT NULL,
    -- of the secret, which is stored nowhere
    sha256              TEXT    NOT NULL UNIQUE,
    -- their names, with spaces between
    scopes              TEXT    NOT NULL,
    requests_per_minute INTEGER,
    concurrent_requests INTEGER,
    created_at          BIGINT  NOT NULL,
    expires_at          BIGINT
);

CREATE TABLE session (
    id         TEXT   NOT NULL PRIMARY KEY,
    -- name:version or a checkpoint's id; it may be deleted since
    model      TEXT   NOT NULL,
    -- of the key that began it
    key_id     TEXT,
    -- grows with every change; one made from an older one is refused
    revision   BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE INDEX session_expires_at ON session (expires_at);
CREATE INDEX session_key ON session (key_id);

CREATE TABLE session_mark (
    session_id     TEXT   NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    number         BIGINT NOT NULL,
    -- characters read so far
    position       BIGINT NOT NULL,
    cause          TEXT   NOT NULL,
    state          BYTEA  NOT NULL,
    -- weights that were learned on the way
    archive_sha256 TEXT REFERENCES content (sha256),
    created_at     BIGINT NOT NULL,
    PRIMARY KEY (session_id, number)
);

-- db-scheduler's own table
CREATE TABLE scheduled_tasks (
    task_name            TEXT                     NOT NULL,
    task_instance        TEXT                     NOT NULL,
    task_data            BYTEA,
    execution_time       TIMESTAMP WITH TIME ZONE NOT NULL,
    picked               BOOLEAN                  NOT NULL,
    picked_by            TEXT,
    last_success         TIMESTAMP WITH TIME ZONE,
    last_failure         TIMESTAMP WITH TIME ZONE,
    consecutive_failures INTEGER,
    last_heartbeat       TIMESTAMP WITH TIME ZONE,
    version              BIGINT                   NOT NULL,
    priority             INTEGER,
    PRIMARY KEY (task_name, task_instance)
);

CREATE INDEX scheduled_tasks_execution_time ON scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_last_heartbeat ON scheduled_tasks (last_heartbeat);
