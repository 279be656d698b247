-- Clients of the development database
BEGIN;

INSERT INTO tenants (id, name) VALUES
    ('729fec6f-0ca4-4691-8ab6-2519eaf1453b', 'Shipwright'),
    ('6cb48c16-1c09-4c6f-9c31-2a82090d0c29', 'Sailmaker');

INSERT INTO jwt_keys (kid, alg, secret, created_at) VALUES
    ('2023-11', 'HS256', '8535f49861c428185c1be3de774fdb9e341c8f763025b89060d2b65ef464f965', now()),
    ('2024-02', 'HS256', 'mysecret', now());

INSERT INTO settings (name, value) VALUES
    ('jwt_issuer', 'shipwright'),
    ('jwt_secret', 'Riw+Lrvt1NSNNfAGz16/D6s59eNu1mXSkvgM4n2fSNI='),
    ('token_ttl', '900');

COMMIT;
