import { z } from 'zod';

const secret = z
  .string({ required_error: 'JWT_SECRET is required' })
  .min(32, 'JWT_SECRET must have at least 32 characters')
  .refine((s) => s !== '<your-secret>', 'JWT_SECRET is still the placeholder');

export const schema = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  JWT_SECRET: secret,
  JWT_REFRESH_SECRET: secret.optional(),
  JWT_ALGORITHM: z.enum(['HS256', 'HS384', 'HS512']).default('HS256'),
  VAULT_PATH: z.string().default('secret/data/ledger/jwt'),
  TOKEN_HEADER: z.string().default('x-ledger-token'),
});

export const env = schema.parse(process.env);
