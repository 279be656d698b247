-- name: FindSecret :one
SELECT secret, kid, state FROM jwt_keys WHERE kid = $1 AND state <> 'retired';

-- name: ActiveSecret :one
SELECT secret FROM jwt_keys WHERE state = 'active' ORDER BY created_at DESC LIMIT 1;

-- name: SaveToken :exec
INSERT INTO refresh_tokens (token_hash, user_id, expires_at) VALUES (sha256($1::bytea), $2, now() + interval '30 days');

-- name: SetSecret :exec
UPDATE integrations SET jwt_secret = pgp_sym_encrypt($2, current_setting('app.master_key')) WHERE id = $1;

-- name: ClearSecret :exec
UPDATE integrations SET jwt_secret = '', secret_key = NULL, token = '' WHERE id = $1;

-- name: TokenKinds :many
SELECT DISTINCT kind FROM tokens WHERE kind IN ('access_token', 'refresh_token', 'id_token', 'secret');
