-- What calls are made of beside tokens, and answers kept to be given again.
ALTER TABLE usage_records ADD COLUMN images BIGINT NOT NULL DEFAULT 0;
ALTER TABLE usage_records ADD COLUMN seconds BIGINT NOT NULL DEFAULT 0;
ALTER TABLE usage_records ADD COLUMN characters BIGINT NOT NULL DEFAULT 0;

-- server/cache: an answer of a provider, byte for byte, found by the hash of tenant, surface and request.
CREATE TABLE cached_replies (
    key            BLOB     NOT NULL PRIMARY KEY,   -- 32 bytes: BLAKE2b-256
    tenant         TEXT     NOT NULL,               -- account or project id
    model_id       TEXT     NOT NULL,
    upstream_model TEXT     NOT NULL,
    provider       TEXT     NOT NULL,
    dialect        TEXT     NOT NULL,               -- in which the body is
    status         SMALLINT NOT NULL,
    content_type   TEXT     NOT NULL,
    streamed       SMALLINT NOT NULL,               -- the body is an event stream's bytes
    body           BLOB     NOT NULL,
    units          TEXT     NOT NULL,               -- of each bucket, in their order, divided by blanks
    estimated      SMALLINT NOT NULL,
    bytes          BIGINT   NOT NULL,               -- that it takes
    created_at     BIGINT   NOT NULL,
    expires_at     BIGINT   NOT NULL
);
CREATE INDEX cached_replies_by_expiry ON cached_replies (expires_at, bytes);
CREATE INDEX cached_replies_by_tenant ON cached_replies (tenant, model_id);
