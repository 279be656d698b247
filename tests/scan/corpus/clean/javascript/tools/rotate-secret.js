#!/usr/bin/env node
// Writes a fresh JWT secret to Secrets Manager and prints its version id.
const crypto = require('crypto');
const { SecretsManagerClient, PutSecretValueCommand } = require('@aws-sdk/client-secrets-manager');

const SECRET_ID = 'prod/shop/jwt-signing-secret';
const client = new SecretsManagerClient({ region: process.env.AWS_REGION });

async function main() {
  const secret = crypto.randomBytes(48).toString('base64url');
  const out = await client.send(
    new PutSecretValueCommand({
      SecretId: SECRET_ID,
      SecretString: secret,
      VersionStages: ['AWSPENDING'],
    })
  );
  console.log(`secret ${SECRET_ID} now has version ${out.VersionId}`);
}

main().catch((err) => {
  console.error('could not write the secret:', err.message);
  process.exit(1);
});
