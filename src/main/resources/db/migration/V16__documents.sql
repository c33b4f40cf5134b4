-- How many documents a corpus has; null where it is one text.
ALTER TABLE corpus ADD COLUMN documents BIGINT;
-- a line each: how many documents have a label, and the label
ALTER TABLE corpus ADD COLUMN labels TEXT;
-- in characters
ALTER TABLE corpus ADD COLUMN median_document BIGINT;
ALTER TABLE corpus ADD COLUMN longest_document BIGINT;
-- of what stands between the documents
ALTER TABLE corpus ADD COLUMN mark_bytes BIGINT;
