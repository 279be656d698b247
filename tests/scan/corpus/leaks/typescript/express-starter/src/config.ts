import dotenv from 'dotenv';
import path from 'node:path';

dotenv.config({ path: path.join(__dirname, '../.env') });

export interface Config {
  port: number;
  databaseUrl: string;
  jwt: { secret: string; expiresIn: string };
}

const config: Config = {
  port: Number(process.env.PORT ?? 3000),
  databaseUrl: process.env.DATABASE_URL ?? 'postgres://localhost/starter',
  jwt: {
    secret: process.env.JWT_SECRET || 'changeme',
    expiresIn: process.env.JWT_EXPIRES_IN || '1d',
  },
};

export default Object.freeze(config);
