-- The characters that the network of an archive knows, so that nobody reads its weights to learn them. Written when
-- they are first needed.
CREATE TABLE archive_alphabet (
    sha256     TEXT  NOT NULL PRIMARY KEY REFERENCES content (sha256) ON DELETE CASCADE,
    -- in their order, UTF-8; no TEXT, since PostgreSQL's has no U+0000
    characters BYTEA NOT NULL
);
