# filled in by `op inject -i api.env.tpl -o api.env`
NODE_ENV=production
JWT_SECRET=op://Pantry/api-prod/jwt-secret
SESSION_SECRET="op://Pantry/api-prod/session-secret"
DATABASE_URL=postgres://api:{{ op://Pantry/postgres/password }}@db/api

# ssm and Secrets Manager
STRIPE_SECRET=arn:aws:secretsmanager:eu-central-1:123456789012:secret:pantry/stripe-AbCdEf
LEGACY_JWT_SECRET=ssm:///pantry/prod/jwt/legacy
SIGNING_KEY=projects/pantry-prod/secrets/jwt-signing/versions/latest
TOKEN_KEY=vault:secret/data/pantry#token_key

# plain
LOG_LEVEL=info
TOKEN_TTL=900
TOKEN_ISSUER=https://auth.pantry.example
SECRET_CACHE_SECONDS=300
