import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchOnce } from './fetch-once';

const log = (): void => undefined;
let cache: string;
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'kcn-fetch-'));
});
afterEach(() => rm(cache, { recursive: true, force: true }));

const writeContent = (content: string) => (folder: string) => writeFile(join(folder, 'content'), content);

test('two runs at once fetch once', async () => {
  const folder = join(cache, 'server');
  let fetches = 0;
  const fill = async (empty: string): Promise<void> => {
    fetches += 1;
    await writeContent('x')(empty);
  };
  await Promise.all([1, 2, 3].map(() => fetchOnce({ name: 's', folder, fill, log })));
  expect(fetches).toBe(1);
  expect(await readdir(cache)).toEqual(['server']);
});

test('a fetch that fails leaves nothing, and the next one succeeds', async () => {
  const folder = join(cache, 'server');
  const fail = async (empty: string): Promise<void> => {
    await writeContent('half')(empty);
    throw new Error('connection lost');
  };
  await expect(fetchOnce({ name: 's', folder, fill: fail, log })).rejects.toThrow('connection lost');
  expect(await readdir(cache)).toEqual([]);
  await fetchOnce({ name: 's', folder, fill: writeContent('whole'), log });
  expect(await readFile(join(folder, 'content'), 'utf8')).toBe('whole');
});

test('the lock of a process that died is taken over', async () => {
  const folder = join(cache, 'server');
  const nobody = '4194305';
  await writeFile(`${folder}.lock`, nobody);
  await fetchOnce({ name: 's', folder, fill: writeContent('x'), log });
  expect(existsSync(folder)).toBe(true);
  expect(existsSync(`${folder}.lock`)).toBe(false);
});
