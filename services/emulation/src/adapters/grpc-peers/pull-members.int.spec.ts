import { instant } from '@kcn/kernel';
import type { MemberFile } from '../../domain/pull/judge-answer';
import type { EmulationSheet } from '../../domain/sheets/sheet';
import type { TestAuthority } from '../../spec-support/board-certificates';
import { createTestAuthority } from '../../spec-support/board-certificates';
import type { PullWorld } from '../../spec-support/pull-world';
import { createPullWorld, lasting, QUICK } from '../../spec-support/pull-world';
import { sampleSheet } from '../../spec-support/sample-sheets';
import type { TestKey } from '../../spec-support/signing-keys';
import { createTestKey } from '../../spec-support/signing-keys';
import { seal } from '../../spec-support/sheets';

let world: PullWorld;
let authority: TestAuthority;
let key: TestKey;
beforeAll(async () => {
  world = await createPullWorld();
  ({ authority, key } = world);
});
afterEach(() => world.clear());

const serve: PullWorld['serve'] = (...given) => world.serve(...given);
const listen: PullWorld['listen'] = (...given) => world.listen(...given);
const pullFrom: PullWorld['pullFrom'] = (...given) => world.pullFrom(...given);
const signed = async (sheet: EmulationSheet, by = key): Promise<{ readonly jws: Uint8Array; readonly revision: number }> => ({
  jws: (await by.signer.sign(sheet)).jws,
  revision: sheet.revision,
});
const hashOf = (sheet: EmulationSheet): string => seal.sha256(seal.canonicalText(sheet));
const never = (): Promise<void> => new Promise(() => undefined);

it('each member comes out with its own verdict, and none holds up the rest', async () => {
  const stranger = await createTestKey();
  // One digit of a figure, after signing; the content stays a sheet in canonical form.
  const [head, content = '', tail] = Buffer.from((await signed(sampleSheet('hung-yen'))).jws)
    .toString()
    .split('.');
  const written = Buffer.from(content, 'base64url').toString();
  const changed = written.replace('"actual":"7', '"actual":"8');
  expect(changed === written).toBe(false);
  const changedByte = Buffer.from([head, Buffer.from(changed).toString('base64url'), tail].join('.'));
  const richer = sampleSheet('vinh-phuc');
  const raised: EmulationSheet = {
    ...richer,
    criteria: richer.criteria.map((one) => (one.code === 'II-9' ? { ...one, computed: '10.00' } : one)),
  };
  const ofNamDinh = sampleSheet('nam-dinh');
  const accepted = sampleSheet('ninh-binh');
  const twin: EmulationSheet = { ...accepted, asOf: instant('2019-07-02T00:00:00Z') };
  const first = sampleSheet('thai-binh');
  const corrected: EmulationSheet = { ...first, revision: 2, previousSha256: hashOf(first) };

  const servers = {
    'ha-noi': await serve('ha-noi'),
    'bac-ninh': await serve('bac-ninh', { before: never }),
    'hung-yen': await serve('hung-yen', { sheets: [{ jws: changedByte, revision: 1 }] }),
    'vinh-phuc': await serve('vinh-phuc', { sheets: [await signed(raised)] }),
    'ha-nam': await serve('ha-nam', { tls: await authority.issue('ha-nam', { expired: true }) }),
    'nam-dinh': await serve('nam-dinh', { sheets: [await signed({ ...ofNamDinh, year: 2018, period: '2018-H1' })] }),
    'ninh-binh': await serve('ninh-binh', { sheets: [await signed(accepted), await signed(twin)] }),
    'thai-binh': await serve('thai-binh', { sheets: [await signed(corrected)] }),
    'quang-ninh': await serve('quang-ninh', { sheets: [await signed(sampleSheet('quang-ninh'), stranger)], keys: [stranger.jwk] }),
    'hai-duong': await serve('hai-duong', { sheets: [] }),
  };
  const before = first.figures.map((figure) =>
    figure.indicator === 'INV.NEW.N' && figure.breakdown === '' ? { ...figure, actual: '1' } : figure,
  );
  const files = new Map<string, MemberFile>([
    [
      'thai-binh',
      {
        keys: [key.pinned(lasting)],
        history: { lastAccepted: { revision: 1, sha256: hashOf(first) }, known: [] },
        acceptedFigures: before,
      },
    ],
  ]);
  const { verdicts, details, tookMs, pull } = await pullFrom(
    { 'hai-phong': '127.0.0.1:1', ...Object.fromEntries(Object.entries(servers).map(([member, server]) => [member, server.address()])) },
    { files, forMs: 8_000 },
  );
  expect(verdicts).toEqual({
    'hai-phong': 'unreachable',
    'ha-noi': 'accepted',
    'bac-ninh': 'late',
    'hung-yen': 'bad-signature',
    'vinh-phuc': 'points-mismatch',
    'ha-nam': 'expired-certificate',
    'nam-dinh': 'wrong-scope',
    'ninh-binh': 'accepted, equivocation',
    'thai-binh': 'figures-differ',
    'quang-ninh': 'unknown-key',
    'hai-duong': 'no-sheet',
  });
  expect(details).toMatchObject({
    'hai-phong': ['no-connection'],
    'bac-ninh': ['no-answer-in-time'],
    'hung-yen': ['signature-does-not-verify'],
    'vinh-phuc': ['points-do-not-follow'],
    'ha-nam': ['peer-certificate-expired'],
    'ninh-binh': ['same-revision-other-content'],
    'thai-binh': ['figure-changed'],
    'quang-ninh': ['key-not-pinned'],
  });
  const attempts = Object.fromEntries(pull.members.map((one) => [one.member, one.attempts]));
  expect(attempts).toMatchObject({ 'hai-phong': 3, 'ha-noi': 1, 'hung-yen': 1, 'ha-nam': 1 });
  expect(tookMs).toBeLessThan(9_000);
  expect(servers['ha-noi'].reads).toEqual(['hai-duong:leader:1']);
});

describe('what is not the member’s', () => {
  it.each<readonly [string, () => Promise<string>, string, string, number]>([
    [
      'a server with the certificate of another board',
      async () => (await serve('ha-nam', { tls: await authority.issue('nam-dinh') })).address(),
      'unreachable',
      'peer-not-trusted',
      1,
    ],
    [
      'a server whose certificate names two boards',
      async () =>
        (await serve('ha-nam', { tls: await authority.issue('x', { uris: ['urn:kcn:board:ha-nam', 'urn:kcn:board:ha-noi'] }) })).address(),
      'unreachable',
      'peer-not-trusted',
      1,
    ],
    [
      'a server with a certificate of another authority',
      async () =>
        (
          await serve('ha-nam', { tls: { ...(await (await createTestAuthority()).issue('ha-nam')), authorities: authority.pem } })
        ).address(),
      'unreachable',
      'peer-not-trusted',
      1,
    ],
    [
      'something that does not speak TLS',
      () => listen((socket) => void socket.end('HTTP/1.1 200 OK\r\n\r\n')),
      'unreachable',
      'no-connection',
      3,
    ],
    ['something that says nothing', () => listen(() => undefined), 'unreachable', 'no-connection', 3],
    [
      'an answer without end',
      async () => (await serve('ha-nam', { sheets: [{ jws: Buffer.alloc(5_000_000, 'A'), revision: 1 }] })).address(),
      'bad-signature',
      'broken-answer',
      1,
    ],
    [
      'a deployment that fails',
      async () => (await serve('ha-nam', { before: () => Promise.reject(new Error('the inside of a member')) })).address(),
      'unreachable',
      'failed-at-member',
      1,
    ],
  ])('%s', async (_what, addressOf, verdict, code, attempts) => {
    const { verdicts, details, pull } = await pullFrom({ 'ha-nam': await addressOf() });
    expect([verdicts['ha-nam'], details['ha-nam'], pull.members[0]?.attempts]).toEqual([verdict, [code], attempts]);
    expect(pull.members[0]?.lastFailure?.reason).not.toContain('inside');
  });
});

describe('who asks', () => {
  it.each<readonly [string, Parameters<TestAuthority['issue']>]>([
    ['a board without a duty', ['ha-noi']],
    ['a certificate that names no board', ['x', { uris: ['https://example.org'] }]],
    ['a certificate that names two', ['x', { uris: ['urn:kcn:board:hai-duong', 'urn:kcn:board:ha-noi'] }]],
  ])('%s is refused, once and for all', async (_what, leader) => {
    const server = await serve('ha-nam');
    const { verdicts, details, pull } = await pullFrom({ 'ha-nam': server.address() }, { leader });
    expect([verdicts['ha-nam'], details['ha-nam'], pull.members[0]?.attempts]).toEqual(['unreachable', ['refused-by-member'], 1]);
    expect(server.reads).toEqual([]);
  });

  it('a certificate that has expired gets no connection', async () => {
    const server = await serve('ha-nam');
    const { verdicts } = await pullFrom({ 'ha-nam': server.address() }, { leader: ['hai-duong', { expired: true }] });
    expect([verdicts['ha-nam'], server.reads]).toEqual(['unreachable', []]);
  });

  it('the deputy has its duty too', async () => {
    const server = await serve('ha-nam');
    expect((await pullFrom({ 'ha-nam': server.address() }, { leader: ['quang-ninh'] })).verdicts).toEqual({ 'ha-nam': 'accepted' });
    expect(server.reads).toEqual(['quang-ninh:deputy:1']);
  });
});

it('asks only for what is newer, and a member without news stands as it stood', async () => {
  const first = sampleSheet('ha-nam');
  const second: EmulationSheet = { ...first, revision: 2, previousSha256: hashOf(first) };
  const one = await serve('ha-nam');
  const firstPull = await pullFrom({ 'ha-nam': one.address() });
  const again = await pullFrom({ 'ha-nam': one.address() }, { files: firstPull.files });
  const two = await serve('ha-nam', { sheets: [await signed(first), await signed(second)] });
  const newer = await pullFrom({ 'ha-nam': two.address() }, { files: again.files });
  expect([firstPull.verdicts, again.verdicts, newer.verdicts]).toEqual([
    { 'ha-nam': 'accepted' },
    { 'ha-nam': 'unchanged' },
    { 'ha-nam': 'accepted' },
  ]);
  expect([one.reads, two.reads]).toEqual([['hai-duong:leader:1', 'hai-duong:leader:'], ['hai-duong:leader:2']]);
  expect(newer.files.get('ha-nam')?.history.lastAccepted).toEqual({ revision: 2, sha256: hashOf(second) });
});

it('a member that is back within the pull is found', async () => {
  const away = await serve('ha-nam');
  const address = away.address();
  await away.stop();
  const port = Number(address.split(':')[1]);
  const pulling = pullFrom({ 'ha-nam': address }, { policy: { ...QUICK, maxAttempts: 100 }, forMs: 10_000 });
  const back = await serve('ha-nam', { port });
  const { verdicts, pull } = await pulling;
  expect(verdicts).toEqual({ 'ha-nam': 'accepted' });
  expect(pull.members[0]?.breaker).toEqual({ failuresInRow: 0 });
  expect(back.reads).toHaveLength(1);
});

it('hung members fill the places, and the others are asked all the same once their time is up', async () => {
  const hung = await Promise.all(
    ['ha-noi', 'hai-phong', 'quang-ninh'].map(async (member) => [member, (await serve(member, { before: never })).address()] as const),
  );
  const good = await Promise.all(
    ['ha-nam', 'nam-dinh', 'bac-ninh'].map(async (member) => [member, (await serve(member)).address()] as const),
  );
  const { verdicts, saved } = await pullFrom(Object.fromEntries([...hung, ...good]), {
    policy: { ...QUICK, callTimeoutMs: 300, maxAttempts: 2 },
  });
  expect(verdicts).toEqual({
    ...Object.fromEntries(hung.map(([member]) => [member, 'late'])),
    ...Object.fromEntries(good.map(([member]) => [member, 'accepted'])),
  });
  for (const { members } of saved) expect(members.filter(({ phase }) => phase === 'asking').length).toBeLessThanOrEqual(3);
});

it('ends at its deadline with what has come', async () => {
  const good = await serve('ha-nam');
  const hung = await serve('ha-noi', { before: never });
  const { verdicts, tookMs } = await pullFrom(
    { 'ha-noi': hung.address(), 'ha-nam': good.address() },
    { policy: { ...QUICK, callTimeoutMs: 60_000 }, forMs: 800 },
  );
  expect(verdicts).toEqual({ 'ha-noi': 'late', 'ha-nam': 'accepted' });
  expect(tookMs).toBeGreaterThanOrEqual(800);
  expect(tookMs).toBeLessThan(2_000);
});
