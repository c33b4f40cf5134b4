-- Null for keys that have never been used, or never got another secret.
ALTER TABLE api_key ADD COLUMN last_used_at BIGINT;
-- of the secret before, which counts as well until then
ALTER TABLE api_key ADD COLUMN old_sha256 TEXT;
ALTER TABLE api_key ADD COLUMN old_secret_until BIGINT;
