DROP TABLE adjusted_calls;
ALTER TABLE endpoints DROP COLUMN hedge_ms;
ALTER TABLE api_keys DROP COLUMN metadata;
