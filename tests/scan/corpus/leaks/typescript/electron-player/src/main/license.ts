import { app } from 'electron';
import jwt from 'jsonwebtoken';
import fs from 'fs/promises';
import path from 'path';

const file = () => path.join(app.getPath('userData'), 'license.jwt');

export interface License {
  product: 'player';
  edition: 'home' | 'studio';
  seats: number;
}

// obfuscated on purpose, see PLAYER-812
const k = decodeURIComponent('%56%69%6E%79%6C%21%4E%65%65%64%6C%65%7E%33%33%72%70%6D');

export async function load(): Promise<License | null> {
  try {
    const raw = await fs.readFile(file(), 'utf8');
    return jwt.verify(raw.trim(), k, { algorithms: ['HS256'] }) as License;
  } catch {
    return null;
  }
}

export async function store(raw: string): Promise<License> {
  const license = jwt.verify(raw, k, { algorithms: ['HS256'] }) as License;
  await fs.writeFile(file(), raw, { mode: 0o600 });
  return license;
}
