-- What can be called, and what it costs. Prices are whole femto-USD (1e-15 USD) for one unit of a bucket.
CREATE TABLE models (
    id                TEXT     NOT NULL PRIMARY KEY,
    provider          TEXT     NOT NULL,
    name              TEXT     NOT NULL,
    upstream_model    TEXT     NOT NULL,            -- what the provider calls it
    status            TEXT     NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'inactive')),
    category          TEXT     NOT NULL DEFAULT '',
    context_length    BIGINT   NOT NULL DEFAULT 0,  -- tokens; 0: not known
    max_output_tokens BIGINT   NOT NULL DEFAULT 0,
    input_modalities  TEXT     NOT NULL DEFAULT 'text',
    output_modalities TEXT     NOT NULL DEFAULT 'text',
    features          TEXT     NOT NULL DEFAULT '',
    source            TEXT     NOT NULL,            -- built-in, import, admin
    created_at        BIGINT   NOT NULL,
    updated_at        BIGINT   NOT NULL
);

CREATE TABLE model_aliases (
    alias    TEXT NOT NULL PRIMARY KEY,
    model_id TEXT NOT NULL REFERENCES models (id)
);

CREATE TABLE price_versions (
    id         INTEGER NOT NULL PRIMARY KEY,
    model_id   TEXT    NOT NULL REFERENCES models (id),
    state      TEXT    NOT NULL CHECK (state IN ('priced', 'free', 'unknown')),
    valid_from BIGINT  NOT NULL,
    source     TEXT    NOT NULL,
    created_at BIGINT  NOT NULL
);
CREATE INDEX price_versions_by_model ON price_versions (model_id, valid_from, id);

CREATE TABLE list_prices (
    version_id        BIGINT NOT NULL REFERENCES price_versions (id),
    bucket            TEXT   NOT NULL,              -- input, cached_read, …: see server/wire/usage.h
    from_input_tokens BIGINT NOT NULL DEFAULT 0,    -- the tier applies to calls with more input than this
    femto_usd         BIGINT NOT NULL CHECK (femto_usd >= 0),
    PRIMARY KEY (version_id, bucket, from_input_tokens)
);

CREATE TABLE pricing_categories (
    name       TEXT     NOT NULL PRIMARY KEY,
    position   SMALLINT NOT NULL,
    percentile SMALLINT NOT NULL,                   -- upper cut, inclusive: 20, 40, 60, 80, 100
    markup_ppm BIGINT   NOT NULL,                   -- parts per million: 125000 is 12.5 %
    cut_femto_usd BIGINT                            -- blended price per token at the last recalculation
);

CREATE TABLE category_changes (
    id         INTEGER NOT NULL PRIMARY KEY,
    model_id   TEXT    NOT NULL REFERENCES models (id),
    was        TEXT    NOT NULL,
    became     TEXT    NOT NULL,
    actor      TEXT    NOT NULL,
    created_at BIGINT  NOT NULL
);
CREATE INDEX category_changes_by_model ON category_changes (model_id, id);
