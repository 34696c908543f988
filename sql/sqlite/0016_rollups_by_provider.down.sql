-- Which endpoints they were is in the log alone.
CREATE TABLE usage_rollups_new (
    hour          BIGINT NOT NULL,                  -- milliseconds, start of the UTC hour
    account_id    TEXT   NOT NULL,
    project_id    TEXT   NOT NULL DEFAULT '',
    key_id        TEXT   NOT NULL,
    model_id      TEXT   NOT NULL,
    endpoint_id   TEXT   NOT NULL,
    outcome       TEXT   NOT NULL,
    category      TEXT   NOT NULL DEFAULT '',
    provider      TEXT   NOT NULL DEFAULT '',       -- follows from the endpoint
    calls         BIGINT NOT NULL,
    input_tokens  BIGINT NOT NULL,                  -- all that went in, cached too
    output_tokens BIGINT NOT NULL,                  -- all that came out, reasoning too
    cached_tokens BIGINT NOT NULL DEFAULT 0,        -- read from a provider's cache; part of input_tokens
    list_cost     BIGINT NOT NULL,
    cost          BIGINT NOT NULL,
    byok_cost     BIGINT NOT NULL DEFAULT 0,        -- by the list, of calls with a project's own credential
    last_at       BIGINT NOT NULL,
    PRIMARY KEY (account_id, hour, project_id, key_id, model_id, endpoint_id, outcome, category)
) WITHOUT ROWID;
INSERT INTO usage_rollups_new (hour, account_id, project_id, key_id, model_id, endpoint_id, outcome, category, provider,
                               calls, input_tokens, output_tokens, cached_tokens, list_cost, cost, byok_cost, last_at)
    SELECT hour, account_id, project_id, key_id, model_id, '', outcome, category, MAX(provider),
           SUM(calls), SUM(input_tokens), SUM(output_tokens), SUM(cached_tokens), SUM(list_cost), SUM(cost), SUM(byok_cost), MAX(last_at)
    FROM usage_rollups GROUP BY hour, account_id, project_id, key_id, model_id, outcome, category;
DROP TABLE usage_rollups;
ALTER TABLE usage_rollups_new RENAME TO usage_rollups;
CREATE INDEX usage_rollups_by_hour ON usage_rollups (hour);
