import { join } from 'node:path';
import { makeKeys } from '../keys/make-keys';
import { DATA_FOLDER } from '../places';
import { both } from '../say';

/** `node infra/local/keys.mjs`: the files that docker-compose.yml mounts. @returns the exit code */
export async function runKeys(): Promise<number> {
  const env = process.env;
  const files = await makeKeys({
    folder: env['KCN_KEYS_DIR'] ?? join(DATA_FOLDER, 'keys'),
    issuer: env['KCN_JWT_ISSUER'] || 'kcn',
    audience: env['KCN_JWT_AUDIENCE'] || 'kcn',
  });
  console.log(both('Khóa và mã xác thực', 'Keys and tokens'));
  for (const file of Object.values(files) as string[]) console.log(`  ${file}`);
  return 0;
}
