package migrations

// Each statement runs once, in this order.
var Statements = []string{
	`CREATE TABLE merchants (
		id         bigserial PRIMARY KEY,
		name       text NOT NULL,
		jwt_secret bytea NOT NULL DEFAULT gen_random_bytes(32),
		secret     text,
		password   text NOT NULL
	)`,
	`CREATE TABLE tokens (
		token      char(64) PRIMARY KEY,
		merchant   bigint REFERENCES merchants (id),
		expires_at timestamptz NOT NULL
	)`,
	`COMMENT ON COLUMN merchants.jwt_secret IS 'signs the merchant''s tokens'`,
	`INSERT INTO settings (name, value) VALUES ('jwt_algorithm', 'HS256'), ('token_ttl', '3600')`,
	`UPDATE merchants SET secret = NULL WHERE secret = ''`,
}

// Checksums of the statements above.
var Checksums = []string{
	"f4cfb3243ccfdaf9d2a7a8014d6fda8f9cd16b1837e5827569677d281629be47",
	"68271ed59e6c377548771e8cb16782c21d5c468443e50c0184fcb20c8eaa0080",
	"46b6ba759e190396db49e1358cf13a231e158c918bb6bb353cdc27005d41b861",
}
