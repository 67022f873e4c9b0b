import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instant } from '@kcn/kernel';
import { admitKeys } from '../../domain/keys/admit-keys';
import type { MemberKey } from '../../domain/keys/member-key';
import { keyStateAt } from '../../domain/keys/member-key';
import { readPublishedKeys } from '../../domain/keys/key-statements';
import type { TestKey } from '../../spec-support/signing-keys';
import { createTestKey } from '../../spec-support/signing-keys';
import { createJoseSeal } from './jose-seal';
import { revokeKey, rotateKey, showKeys } from './key-files';
import { createSigningKeys } from './signing-keys';

const seal = createJoseSeal();
const [T1, T2, T3] = [instant('2026-03-01T00:00:00Z'), instant('2026-04-01T00:00:00Z'), instant('2026-05-01T00:00:00Z')];
const FAR = instant('2028-01-01T00:00:00Z');
const board = 'hung-yen';

let folder: string;
let first: TestKey;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kcn-keys-'));
  first = await createTestKey();
  await writeFile(join(folder, `${board}.json`), JSON.stringify(first.privateJwk), { mode: 0o600 });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const pinned = (): MemberKey[] => [{ thumbprint: first.signer.thumbprint, validFrom: instant('2026-01-01T00:00:00Z'), validTo: FAR }];
/** What a leader believes after the board's deployment has answered with its key set. */
async function believedAfter(known: readonly MemberKey[], receivedAt = T3) {
  const published = readPublishedKeys(JSON.parse(new TextDecoder().decode(await createSigningKeys(folder).keySetOf(board))));
  return admitKeys({ member: board, known, published, receivedAt }, seal);
}
const current = async (): Promise<string> => (await showKeys(folder, board)).current;

it('a rotation is believed by whoever pinned the old key, and the new key signs from then on', async () => {
  const rotated = await rotateKey({ folder, board, now: T1, validTo: FAR });
  expect(rotated.current).not.toBe(first.signer.thumbprint);
  expect(rotated.keys).toMatchObject([
    { thumbprint: rotated.current, isCurrent: true, validFrom: T1, validTo: FAR, revokedAt: null },
    { thumbprint: first.signer.thumbprint, isCurrent: false, rotatedTo: rotated.current },
  ]);
  expect((await createSigningKeys(folder).signerOf(board))?.thumbprint).toBe(rotated.current);
  const { keys, refused } = await believedAfter(pinned());
  expect(refused).toEqual([]);
  expect(keys.map(({ thumbprint, rotatedTo }) => [thumbprint, rotatedTo])).toEqual([
    [first.signer.thumbprint, rotated.current],
    [rotated.current, undefined],
  ]);
});

it('two rotations and a revocation are believed at once by whoever knows only the first key', async () => {
  const second = (await rotateKey({ folder, board, now: T1, validTo: FAR })).current;
  const third = (await rotateKey({ folder, board, now: T2, validTo: FAR })).current;
  await revokeKey({ folder, board, thumbprint: second, now: T3, isLast: false });
  const { keys, refused } = await believedAfter(pinned());
  expect(refused).toEqual([]);
  const stateOf = (thumbprint: string): string | undefined => {
    const key = keys.find((one) => one.thumbprint === thumbprint);
    return key && keyStateAt(key, { receivedAt: T3, signedAt: T3 });
  };
  expect([first.signer.thumbprint, second, third].map(stateOf)).toEqual(['usable', 'revoked', 'usable']);
});

it('the files are nobody else’s, and no old private key is left', async () => {
  await rotateKey({ folder, board, now: T1, validTo: FAR });
  const files = await readdir(folder);
  expect(files.toSorted()).toEqual(['hung-yen.json', 'hung-yen.published.json']);
  for (const file of files) expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600);
  for (const file of files) expect(await readFile(join(folder, file), 'utf8')).not.toContain(first.privateJwk.d);
  await createSigningKeys(folder).check();
});

it('what was interrupted is finished by doing it again, with the same key and one statement', async () => {
  const rotated = await rotateKey({ folder, board, now: T1, validTo: FAR });
  // As if the machine had stopped before the last step.
  await writeFile(join(folder, `${board}.next.json`), await readFile(join(folder, `${board}.json`)));
  await writeFile(join(folder, `${board}.json`), JSON.stringify(first.privateJwk));
  const again = await rotateKey({ folder, board, now: T2, validTo: FAR });
  expect(again.current).toBe(rotated.current);
  expect(again.published.statements).toHaveLength(1);
});

it('the key in use ends only where that is said; what is ended is not handed on', async () => {
  const thumbprint = await current();
  await expect(revokeKey({ folder, board, thumbprint, now: T1, isLast: false })).rejects.toMatchObject({ code: 'current_key' });
  await revokeKey({ folder, board, thumbprint, now: T1, isLast: true });
  expect((await revokeKey({ folder, board, thumbprint, now: T2, isLast: true })).keys[0]).toMatchObject({ revokedAt: T1 });
  await expect(rotateKey({ folder, board, now: T2, validTo: FAR })).rejects.toMatchObject({ code: 'key_revoked' });
  const { keys } = await believedAfter(pinned());
  expect(keys).toMatchObject([{ thumbprint, revokedAt: T1 }]);
});

it('refuses what it cannot do, and changes nothing', async () => {
  const before = await readFile(join(folder, `${board}.json`), 'utf8');
  await expect(showKeys(folder, 'ha-nam')).rejects.toMatchObject({ code: 'no_key' });
  await expect(showKeys(folder, '../x')).rejects.toMatchObject({ code: 'bad_board_id' });
  await expect(rotateKey({ folder, board, now: T2, validTo: T1 })).rejects.toMatchObject({ code: 'bad_validity' });
  await expect(revokeKey({ folder, board, thumbprint: 'A'.repeat(43), now: T1, isLast: true })).rejects.toMatchObject({
    code: 'unknown_key',
  });
  expect(await readdir(folder)).toEqual([`${board}.json`]);
  expect(await readFile(join(folder, `${board}.json`), 'utf8')).toBe(before);
});
