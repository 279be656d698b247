CREATE TYPE secret_state AS ENUM ('pending', 'active', 'retiring', 'retired');

CREATE TABLE jwt_keys (
    kid         text PRIMARY KEY,
    secret      bytea NOT NULL,
    secret_hash char(64) NOT NULL UNIQUE,
    state       secret_state NOT NULL DEFAULT 'pending',
    jwt_secret  text GENERATED ALWAYS AS (encode(secret, 'hex')) STORED,
    token_count bigint NOT NULL DEFAULT 0
);

COMMENT ON COLUMN jwt_keys.secret IS 'sealed under the master key of the KMS';
COMMENT ON COLUMN jwt_keys.jwt_secret IS 'secret for clients that take text';

INSERT INTO jwt_keys (kid, secret, secret_hash) SELECT gen_random_uuid()::text, s, encode(digest(s, 'sha256'), 'hex')
  FROM (SELECT gen_random_bytes(32) AS s) AS fresh;

SELECT kid FROM jwt_keys WHERE secret = decode($1, 'hex') OR jwt_secret = current_setting('app.jwt_secret');
