-- When the job last changed its status, or what else its status event tells.
ALTER TABLE training_job ADD COLUMN changed_at BIGINT NOT NULL DEFAULT 0;

CREATE INDEX training_job_changed ON training_job (workspace, changed_at, id);

-- What is to be sent to webhooks.
CREATE TABLE webhook_delivery (
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

CREATE INDEX webhook_delivery_execution_time ON webhook_delivery (execution_time);
CREATE INDEX webhook_delivery_last_heartbeat ON webhook_delivery (last_heartbeat);
