-- Null in rows that are older.

-- of the alphabet's characters in their order, 8 bytes each
ALTER TABLE corpus ADD COLUMN character_counts BYTEA;
ALTER TABLE corpus ADD COLUMN lines BIGINT;
-- what was to happen to the line ends when the text was uploaded, and which ones it had then
ALTER TABLE corpus ADD COLUMN line_endings TEXT;
ALTER TABLE corpus ADD COLUMN lf_found BIGINT;
ALTER TABLE corpus ADD COLUMN crlf_found BIGINT;
ALTER TABLE corpus ADD COLUMN cr_found BIGINT;
-- left out within the text
ALTER TABLE corpus ADD COLUMN byte_order_marks BIGINT;
