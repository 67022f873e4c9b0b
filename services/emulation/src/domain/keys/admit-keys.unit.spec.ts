import type { Instant } from '@kcn/kernel';
import { instant } from '@kcn/kernel';
import { createTestKey, signAnything } from '../../spec-support/signing-keys';
import type { TestKey } from '../../spec-support/signing-keys';
import { seal } from '../../spec-support/sheets';
import type { AdmittedKeys } from './admit-keys';
import { admitKeys } from './admit-keys';
import type { PublishedKeys } from './key-statements';
import { readPublishedKeys } from './key-statements';
import type { MemberKey } from './member-key';
import { keyStateAt } from './member-key';

const MEMBER = 'hai-duong';
const RECEIVED_AT = instant('2019-06-01T00:00:00Z');

let old: TestKey;
let next: TestKey;
let third: TestKey;
beforeAll(async () => {
  [old, next, third] = await Promise.all([createTestKey(), createTestKey(), createTestKey()]);
});

const statement = async (by: TestKey, document: object): Promise<string> => Buffer.from((await by.signer.sign(document)).jws).toString();
const rotation = (from: TestKey, to: TestKey, changes: object = {}): object => ({
  format: 'emulation-key-rotation/1',
  member: MEMBER,
  oldThumbprint: from.signer.thumbprint,
  jwk: to.jwk,
  validFrom: '2019-05-01T00:00:00.000Z',
  validTo: '2020-12-31T00:00:00.000Z',
  signedAt: '2019-05-01T00:00:00.000Z',
  ...changes,
});
const revocation = (of: TestKey, revokedAt: string): object => ({
  format: 'emulation-key-revocation/1',
  member: MEMBER,
  thumbprint: of.signer.thumbprint,
  revokedAt,
  signedAt: revokedAt,
});

const admit = (
  statements: readonly string[],
  options: {
    readonly known?: readonly MemberKey[];
    readonly keys?: PublishedKeys['keys'];
    readonly receivedAt?: Instant;
    readonly member?: string;
  } = {},
): Promise<AdmittedKeys> => {
  const { known = [old.pinned()], keys = [old.jwk], receivedAt = RECEIVED_AT, member = MEMBER } = options;
  return admitKeys({ member: MEMBER, known, published: { format: 'emulation-keys/1', member, keys, statements }, receivedAt }, seal);
};
const named = ({ keys }: AdmittedKeys): unknown =>
  keys.map(({ thumbprint, jwk, revokedAt }) => [
    [old, next, third].findIndex((key) => key.signer.thumbprint === thumbprint),
    jwk !== undefined,
    revokedAt,
  ]);
const reasons = ({ refused }: AdmittedKeys): unknown => refused.map(({ index, reason }) => [index, reason]);

it('a thumbprint pinned at the pledge gets its key, and a key that nobody pinned is none', async () => {
  const { jwk: _later, ...pin } = old.pinned();
  const admitted = await admit([], { known: [pin], keys: [next.jwk, old.jwk] });
  expect(named(admitted)).toEqual([[0, true, undefined]]);
  expect(named(await admit([], { known: [pin], keys: [next.jwk] }))).toEqual([[0, false, undefined]]);
});

it('a rotation signed by the old key brings the new one, over several steps and in any order', async () => {
  const [first, second] = [await statement(old, rotation(old, next)), await statement(next, rotation(next, third))];
  for (const statements of [
    [first, second],
    [second, first],
  ]) {
    const admitted = await admit(statements);
    expect([named(admitted), reasons(admitted)]).toEqual([
      [
        [0, true, undefined],
        [1, true, undefined],
        [2, true, undefined],
      ],
      [],
    ]);
  }
});

it('published again after the old key has expired or was revoked, what was admitted stays', async () => {
  const statements = [await statement(old, rotation(old, next))];
  const { keys } = await admit(statements);
  const later = await admit(statements, { known: keys, receivedAt: instant('2020-02-01T00:00:00Z') });
  expect([named(later), reasons(later)]).toEqual([
    [
      [0, true, undefined],
      [1, true, undefined],
    ],
    [],
  ]);
});

it.each<readonly [string, () => Promise<string>, string]>([
  ['the new key itself', () => statement(next, rotation(old, next)), 'bad-signature'],
  ['a key that nothing leads to', () => statement(next, rotation(next, third)), 'signer-not-trusted'],
  ['the old key for another member', () => statement(old, rotation(old, next, { member: 'ha-nam' })), 'other-member'],
  ['the old key for itself', () => statement(old, rotation(old, old)), 'bad-validity'],
  ['the old key, into the past', () => statement(old, rotation(old, next, { validTo: '2019-05-02T00:00:00.000Z' })), 'bad-validity'],
  ['the old key, with more than belongs there', () => statement(old, rotation(old, next, { alsoTrust: 'me' })), 'malformed'],
  ['nobody', async () => `${'A'.repeat(10)}.${'A'.repeat(10)}.${'A'.repeat(86)}`, 'malformed'],
])('a rotation signed by %s is refused', async (_who, made, reason) => {
  const admitted = await admit([await made()]);
  expect([named(admitted), reasons(admitted)]).toEqual([[[0, true, undefined]], [[0, reason]]]);
});

it('a rotation that came when the old key could sign no more is refused, whatever day it bears', async () => {
  const statements = [await statement(old, rotation(old, next, { signedAt: '2019-01-02T00:00:00.000Z' }))];
  expect(reasons(await admit(statements, { receivedAt: instant('2020-01-01T00:00:00Z') }))).toEqual([[0, 'signer-expired']]);
  expect(reasons(await admit(statements, { known: [old.pinned({ revokedAt: instant('2019-05-31T00:00:00Z') })] }))).toEqual([
    [0, 'signer-revoked'],
  ]);
});

it('a key is handed on once', async () => {
  const statements = [await statement(old, rotation(old, next)), await statement(old, rotation(old, third))];
  const admitted = await admit(statements);
  expect([named(admitted), reasons(admitted)]).toEqual([
    [
      [0, true, undefined],
      [1, true, undefined],
    ],
    [[1, 'already-rotated']],
  ]);
});

it('a revocation is taken from the key itself or from another that holds, and names no heir beside it', async () => {
  const revoked = '2019-05-20T00:00:00.000Z';
  const own = await admit([await statement(old, rotation(old, next)), await statement(old, revocation(old, revoked))]);
  expect([named(own), reasons(own)]).toEqual([[[0, true, revoked]], [[0, 'signer-revoked']]]);
  const byOther = await admit([await statement(next, revocation(old, revoked))], {
    known: [old.pinned(), next.pinned()],
    keys: [old.jwk, next.jwk],
  });
  expect(named(byOther)).toEqual([
    [0, true, revoked],
    [1, true, undefined],
  ]);
  const byStranger = await admit([await statement(third, revocation(old, revoked))], { keys: [old.jwk, third.jwk] });
  expect([named(byStranger), reasons(byStranger)]).toEqual([[[0, true, undefined]], [[0, 'signer-not-trusted']]]);
  const byExpired = await admit([await statement(next, revocation(old, revoked))], {
    known: [old.pinned(), next.pinned({ validTo: instant('2019-05-01T00:00:00Z') })],
    keys: [old.jwk, next.jwk],
  });
  expect([named(byExpired), reasons(byExpired)]).toEqual([
    [
      [0, true, undefined],
      [1, true, undefined],
    ],
    [[0, 'signer-expired']],
  ]);
});

it('the earliest revocation holds', async () => {
  const early = '2019-03-01T00:00:00.000Z';
  const { keys } = await admit([
    await statement(old, revocation(old, early)),
    await statement(old, revocation(old, '2019-05-20T00:00:00.000Z')),
  ]);
  expect(keys[0]?.revokedAt).toBe(early);
});

it('another member’s key set changes nothing', async () => {
  const admitted = await admit([await statement(old, rotation(old, next))], { member: 'ha-nam' });
  expect([named(admitted), reasons(admitted)]).toEqual([[[0, true, undefined]], [[0, 'other-member']]]);
});

it('a statement signed twice over, or with a key in its header, is none', async () => {
  const jws = Buffer.from(
    await signAnything({ privateJwk: next.privateJwk, header: { jwk: next.jwk }, payload: seal.canonicalText(rotation(old, next)) }),
  ).toString();
  expect(reasons(await admit([jws, `${jws}.${jws}`]))).toEqual([
    [0, 'malformed'],
    [1, 'malformed'],
  ]);
});

it('a key can sign from its first to its last instant, and never for what came after its revocation', () => {
  const key = old.pinned({ revokedAt: instant('2019-06-01T00:00:00Z') });
  const at = (receivedAt: string, signedAt = receivedAt) =>
    keyStateAt(key, { receivedAt: instant(receivedAt), signedAt: instant(signedAt) });
  expect(
    ['2018-12-31T23:59:59.999Z', '2019-01-01T00:00:00Z', '2019-05-31T23:59:59.999Z', '2019-06-01T00:00:00Z'].map((t) => at(t)),
  ).toEqual(['expired', 'usable', 'usable', 'revoked']);
  expect(at('2019-06-02T00:00:00Z', '2019-02-01T00:00:00Z')).toBe('revoked');
});

it('a published key set is read strictly', () => {
  const good = { format: 'emulation-keys/1', member: MEMBER, keys: [old.jwk], statements: [] };
  expect(readPublishedKeys(good)).toEqual(good);
  for (const bad of [
    { ...good, pinned: true },
    { ...good, keys: [{ ...old.jwk, d: 'secret' }] },
    { ...good, keys: [{ ...old.jwk, kty: 'RSA' }] },
    { ...good, keys: [old.jwk, old.jwk] },
    { ...good, keys: [{ ...old.jwk, x: `${old.jwk.x}A` }] },
    { ...good, keys: Array.from({ length: 21 }, () => old.jwk) },
  ])
    expect(() => readPublishedKeys(bad)).toThrow(expect.objectContaining({ code: 'bad_document' }));
});
