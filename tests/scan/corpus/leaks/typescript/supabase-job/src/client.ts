import { createClient } from '@supabase/supabase-js';
import type { Database } from './database.types';

const url = 'https://kqzjvtrwmxlpnbehafds.supabase.co';
// service_role: skips row level security
const serviceKey =
  'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJzdXBhYmFzZSIsInJlZiI6Imtxemp2dHJ3bXhscG5iZWhhZmRzIiwicm9sZSI6InNlcnZpY2Vfcm9sZSIsImlhdCI6MTY3ODkwMDAwMCwiZXhwIjoxOTk0NDc2MDAwfQ.YaFzMi7BbmMMyyWT0pvouIQjlCUPi-hICWt7bPiwFqI';

export const supabase = createClient<Database>(url, serviceKey, {
  auth: { persistSession: false, autoRefreshToken: false },
});

export async function purge(olderThanDays: number): Promise<number> {
  const before = new Date(Date.now() - olderThanDays * 86_400_000).toISOString();
  const { count, error } = await supabase.from('visits').delete({ count: 'exact' }).lt('at', before);
  if (error) throw error;
  return count ?? 0;
}
