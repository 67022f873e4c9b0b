import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTokenFile } from './token-file';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kcn-token-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('gives the file’s token, the new one once the file is renewed, and says when there is none', async () => {
  const path = join(folder, 'token');
  const token = createTokenFile(path);
  await expect(token()).rejects.toMatchObject({ category: 'unavailable', code: 'service_token_unreadable' });
  await writeFile(path, 'first\n');
  expect(await token()).toBe('first');
  await writeFile(path, 'second\n');
  await utimes(path, new Date(), new Date(Date.now() + 5_000));
  expect(await token()).toBe('second');
  await rm(path);
  await expect(token()).rejects.toMatchObject({ code: 'service_token_unreadable' });
});
