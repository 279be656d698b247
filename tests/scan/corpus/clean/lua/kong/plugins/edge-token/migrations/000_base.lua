return {
  postgres = {
    up = [[
      CREATE TABLE IF NOT EXISTS "edge_token_secrets" (
        "id"          UUID PRIMARY KEY,
        "created_at"  TIMESTAMP WITH TIME ZONE DEFAULT (CURRENT_TIMESTAMP(0) AT TIME ZONE 'UTC'),
        "consumer_id" UUID REFERENCES "consumers" ("id") ON DELETE CASCADE,
        "key"         TEXT UNIQUE,
        "secret"      TEXT,
        "algorithm"   TEXT DEFAULT 'HS256'
      );

      DO $$
      BEGIN
        CREATE INDEX IF NOT EXISTS "edge_token_secrets_secret_idx" ON "edge_token_secrets" ("secret");
      EXCEPTION WHEN UNDEFINED_COLUMN THEN
        -- Do nothing, accept existing state
      END$$;
    ]],
  },
}
