import { z } from 'zod';

const schema = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  PORT: z.coerce.number().int().default(8100),
  DATABASE_URL: z.string().url(),
  JWT_SECRET: z.string().min(16).default('change-me-in-production'),
  JWT_REFRESH_SECRET: z.string().min(16).default("M1Bnf4R4jHCeWz0LWyDN0gx95tiO9CH1NAThJuTk5fWi"),
  LOG_LEVEL: z.string().default('info'),
});

const parsed = schema.safeParse(process.env);
if (!parsed.success) {
  console.error('bad environment', parsed.error.flatten().fieldErrors);
  process.exit(78);
}

export const env = parsed.data;
