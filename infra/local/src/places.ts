import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The checkout's folder; this file lies at the same depth in `src` and in `dist`. */
export const REPOSITORY = resolve(__dirname, '../../..');

/** The one ignored folder with data, logs and keys of the local start. */
export const DATA_FOLDER = join(REPOSITORY, '.data');

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where fetched servers are kept between checkouts: KCN_CACHE_DIR, else kcn-servers in the user's cache folder. */
export function cacheFolder(env: Environment): string {
  const own = env['KCN_CACHE_DIR'];
  if (own) return resolve(own);
  return join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'kcn-servers');
}
