-- characters that begin before each further 64 KiB, 8 bytes each; null in rows that are older
ALTER TABLE corpus ADD COLUMN fine_index BYTEA;
