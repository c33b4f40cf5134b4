-- Rows come and go within one transaction, which shows that a write commits.
CREATE TABLE readiness (
    id          TEXT    NOT NULL PRIMARY KEY
);
