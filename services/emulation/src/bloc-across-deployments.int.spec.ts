import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { emulationEvents } from '@kcn/contracts';
import { eventually } from '@kcn/testkit';
import { verifySheetFile } from './compose/verify-sheet-file';
import { readLeaderRecord } from './domain/sheets/leader-record';
import type { EmulationSheet } from './domain/sheets/sheet';
import { DEMO_FOLDER, readSample, readTable, sampleBloc } from './spec-support/bloc-sample';
import type { BlocDeployments, HeldSheet, PulledBody } from './spec-support/bloc-deployments';
import { LEADER, pathOf, startBlocDeployments } from './spec-support/bloc-deployments';
import { sampleFigures } from './spec-support/figures-server';
import type { MemberServer, MemberServerOptions } from './spec-support/member-server';
import { createMemberServer } from './spec-support/member-server';
import { seal } from './spec-support/sheets';

const expected = JSON.parse(readSample('expected.json')) as Record<string, unknown>;
const members = sampleBloc().members.map(({ id }) => id);
const leaderReader = { sub: 'reader of the leader', boards: [LEADER], roles: ['reader' as const] };
const verdictsOf = ({ members: pulled }: PulledBody): Record<string, string | null> =>
  Object.fromEntries(pulled.map(({ board, verdict }) => [board, verdict]));
const codesOf = ({ members: pulled }: PulledBody): Record<string, readonly string[]> =>
  Object.fromEntries(pulled.map(({ board, details }) => [board, details.map(({ code }) => code)]));

/** Three deployments and hundreds of calls take their time on a busy machine. */
jest.setTimeout(240_000);

let deployments: BlocDeployments;
/** What stands in a member's place, stopped at the end. */
const others: MemberServer[] = [];
beforeAll(async () => {
  deployments = await startBlocDeployments();
});
afterAll(async () => {
  await deployments.stop();
  await Promise.all(others.map((server) => server.stop()));
});

const ask = async (path: string) => deployments.provinces[LEADER].call('GET', pathOf(LEADER, path), { as: leaderReader });
const sheetIn = ({ jws }: HeldSheet): EmulationSheet => {
  const opened = seal.open(jws);
  if ('fault' in opened) throw new Error(opened.fault);
  return opened.document.value as EmulationSheet;
};
/** Another content under the member's own signature. */
const resigned = async (member: string, sheet: EmulationSheet): Promise<HeldSheet> => ({
  jws: (await deployments.keyOf(member).signer.sign(sheet)).jws,
  sha256: seal.sha256(seal.canonicalText(sheet)),
});
const setFigure = (member: string, indicator: string, value: string | undefined): void => {
  const own = sampleFigures(member);
  const values = own.values.map((cells) =>
    value !== undefined && cells['indicator'] === indicator && cells['period'] === '2019-H1' && (cells['breakdown'] ?? '') === ''
      ? { ...cells, value }
      : cells,
  );
  deployments.homeOf(member).figures.set(member, { ...own, values });
};

/** Another server answers in a member's name. */
async function replace(member: string, options: Pick<MemberServerOptions, 'tls' | 'before'>): Promise<void> {
  const server = createMemberServer({ member, keys: [], sheets: [], ...options });
  await server.start();
  others.push(server);
  deployments.linkOf(member).lead(server.address());
}

it('one member’s sheet is signed at home, pulled over TLS, verified and ranked; the others are named as missing', async () => {
  expect((await deployments.pin()).body).toEqual({ pinned: members.length });
  expect((await deployments.sign('ninh-binh')).status).toBe(201);
  const pulled = await deployments.pull(25);
  expect(verdictsOf(pulled)).toMatchObject({ 'ninh-binh': 'accepted' });
  expect(pulled).toMatchObject({ provisional: true, missing: members.filter((id) => id !== 'ninh-binh') });
  const { body } = await ask('ranking');
  const others = members.filter((id) => id !== 'ninh-binh');
  expect(body).toMatchObject({ provisional: true, missing: others });
  expect((await ask('roll-up')).body).toMatchObject({ from: 'sheets', missing: others });
  expect(body['ranking']).toEqual(expect.arrayContaining([expect.objectContaining({ member: 'ninh-binh', rank: 1, total: '860.94' })]));
});

describe('the whole bloc, with seven members of whom something is wrong', () => {
  const held = new Map<string, HeldSheet>();
  const missing = ['hai-phong', 'bac-ninh', 'thai-binh', 'vinh-phuc', 'ha-nam', 'nam-dinh'];

  beforeAll(async () => {
    setFigure('ninh-binh', 'INV.NEW.N', '1');
    for (const member of members) expect((await deployments.sign(member)).status).toBe(201);
    await deployments.linkOf('hai-phong').cut();
    await replace('bac-ninh', { tls: await deployments.authority.issue(LEADER), before: () => new Promise(() => undefined) });
    // One digit of a figure after signing; the content stays a sheet in canonical form.
    held.set(
      'thai-binh',
      await deployments.tamper('thai-binh', async ({ jws, sha256 }) => {
        const [head = '', content = '', tail = ''] = Buffer.from(jws).toString().split('.');
        const changed = Buffer.from(content, 'base64url').toString().replace('"actual":"1', '"actual":"2');
        return { jws: Buffer.from([head, Buffer.from(changed).toString('base64url'), tail].join('.')), sha256 };
      }),
    );
    await deployments.tamper('vinh-phuc', (before) => {
      const sheet = sheetIn(before);
      const criteria = sheet.criteria.map((one) => (one.code === 'II-9' ? { ...one, computed: '10.00' } : one));
      return resigned('vinh-phuc', { ...sheet, criteria });
    });
    held.set(
      'nam-dinh',
      await deployments.tamper('nam-dinh', (before) => resigned('nam-dinh', { ...sheetIn(before), year: 2018, period: '2018-H1' })),
    );
    await replace('ha-nam', { tls: await deployments.authority.issue('hung-yen', { expired: true }) });
  });

  it('gives each its verdict, ranks the rest provisionally and names who is missing', async () => {
    const pulled = await deployments.pull(25);
    expect(verdictsOf(pulled)).toEqual({
      ...Object.fromEntries(['ha-noi', 'quang-ninh', 'hai-duong', 'hung-yen'].map((id) => [id, 'accepted'])),
      'hai-phong': 'unreachable',
      'bac-ninh': 'late',
      'thai-binh': 'bad-signature',
      'vinh-phuc': 'points-mismatch',
      'ninh-binh': 'figures-differ',
      'ha-nam': 'expired-certificate',
      'nam-dinh': 'wrong-scope',
    });
    expect(codesOf(pulled)).toMatchObject({
      'hai-phong': ['no-connection'],
      'bac-ninh': ['no-answer-in-time'],
      'thai-binh': ['signature-does-not-verify'],
      'vinh-phuc': ['points-do-not-follow'],
      'ninh-binh': ['figure-changed'],
      'ha-nam': ['peer-certificate-expired'],
      'nam-dinh': ['other-scope', 'other-scope'],
    });
    expect([...pulled.missing].sort()).toEqual([...missing].sort());
    for (const { detail } of pulled.members) expect([detail.vi !== '', detail.en !== '']).toEqual([true, true]);

    const { body } = await ask('ranking');
    const ranking = body['ranking'] as readonly { readonly member: string; readonly rank: number | null; readonly total: string | null }[];
    expect(body['provisional']).toBe(true);
    expect(
      ranking
        .filter(({ rank }) => rank === null)
        .map(({ member }) => member)
        .sort(),
    ).toEqual([...missing].sort());
    // The figure that differs is shown and counts.
    expect((body['meta'] as { figures: readonly unknown[] }).figures).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          member: 'ninh-binh',
          sheet: expect.objectContaining({ revision: 2, verdict: 'figures-differ' }) as unknown,
        }),
      ]),
    );
  });

  it('mended, all but the silent one are accepted: revisions follow also from what was refused', async () => {
    await deployments.linkOf('hai-phong').mend();
    deployments.restore('ha-nam');
    for (const member of ['thai-binh', 'nam-dinh']) await deployments.tamper(member, async (now) => held.get(member) ?? now);
    setFigure('ninh-binh', 'INV.NEW.N', undefined);
    for (const member of ['vinh-phuc', 'ninh-binh']) expect((await deployments.sign(member)).status).toBe(201);
    const pulled = await deployments.pull(25);
    expect(verdictsOf(pulled)).toEqual({
      ...Object.fromEntries(members.map((id) => [id, 'accepted'])),
      'ninh-binh': 'figures-differ',
      'bac-ninh': 'late',
    });
    expect(pulled.missing).toEqual(['bac-ninh']);
    expect((await ask('result')).body).toMatchObject({ provisional: true, missing: ['bac-ninh'] });
  });

  it('the late member’s arrival completes the ranking: the whole expected result, to the last operand', async () => {
    const before = new Date().toISOString();
    deployments.restore('bac-ninh');
    const pulled = await deployments.pull(25);
    expect(pulled).toMatchObject({ provisional: false, missing: [] });
    expect(verdictsOf(pulled)).toEqual(Object.fromEntries(members.map((id) => [id, 'accepted'])));
    expect((await ask('result')).body).toEqual(expected);
    // What was known before is still answered.
    expect((await ask(`result?as_of=${before}`)).body).toMatchObject({ missing: ['bac-ninh'] });
  });

  it('rolls up to the published totals of the bloc, from the signed sheets alone', async () => {
    // The leader's own reporting knows only the boards that it hosts.
    const { status, body } = await ask('roll-up');
    expect({ status, from: body['from'], missing: body['missing'] }).toEqual({ status: 200, from: 'sheets', missing: [] });
    const published = readTable(readFileSync(resolve(DEMO_FOLDER, 'published-figures.csv'), 'utf8'))
      .map(({ cells }) => cells)
      .filter((cells) => cells['board'] === 'bloc-red-river-delta' && cells['unit'] !== 'percent');
    expect(published).toHaveLength(22);
    for (const { indicator, breakdown, value, unit } of published)
      expect(body['sums']).toEqual(
        expect.arrayContaining([expect.objectContaining({ indicator, breakdown, unit, actual: value, members: 11 })]),
      );
    const rolled = expected['rollUp'] as { readonly ratios: unknown };
    expect(body['ratios']).toEqual(rolled.ratios);
    expect((await ask('roll-up?period=2018-H1')).body).toMatchObject({ from: 'reporting', missing: expect.any(Array) as unknown });
  });

  it('whoever has the evidence judges a received sheet again without any server; that read is in the log', async () => {
    const { body } = await ask('sheets/received');
    const items = body['items'] as readonly { readonly member: string; readonly version: number; readonly verdict: string }[];
    expect(items.filter(({ member }) => member === 'vinh-phuc').map(({ verdict }) => verdict)).toEqual(['points-mismatch', 'accepted']);
    for (const { member, version, verdict } of items.filter((one) => ['vinh-phuc', 'thai-binh'].includes(one.member))) {
      const evidence = await ask(`sheets/received/${member}/${version.toString()}`);
      const pinned = [deployments.keyOf(member).signer.thumbprint];
      expect((await verifySheetFile(Buffer.from(evidence.text), { pinned })).verdict).toBe(verdict);
    }
    expect(await readsIn(LEADER)).toEqual(
      expect.arrayContaining(['vinh-phuc by hai-duong, leader: 1', 'vinh-phuc by hai-duong, leader: 2']),
    );
  });

  it('each member’s own log says who read its sheets', async () => {
    const { provinces } = deployments;
    expect(provinces['quang-ninh']).not.toBe(provinces[LEADER]);
    expect(await readsIn('hai-phong')).toEqual(['hai-phong by hai-duong, leader: 1', 'hai-phong by hai-duong, leader: ']);
  });

  it('a member may also hand in the file: judged the same, kept whatever the verdict, never twice', async () => {
    const as = { sub: 'leader', boards: [LEADER], roles: ['recorder' as const] };
    const handIn = (member: string, sheet: string) =>
      deployments.provinces[LEADER].call('POST', pathOf(LEADER, 'sheets/received'), { as, body: { member, sheet } });
    const own = { sub: 'own', boards: ['vinh-phuc'], roles: ['reader' as const] };
    expect((await deployments.sign('vinh-phuc')).status).toBe(201);
    const { text } = await deployments.homeOf('vinh-phuc').call('GET', pathOf('vinh-phuc', 'sheets/3'), { as: own });
    const [head = '', content = '', tail = ''] = text.split('.');
    const last = tail.endsWith('A') ? 'g' : 'A';
    expect((await handIn('vinh-phuc', [head, content, `${tail.slice(0, -1)}${last}`].join('.'))).body).toMatchObject({
      ...{ verdict: 'bad-signature', counts: false, revision: null },
    });
    expect((await handIn('ha-noi', text)).body).toMatchObject({ verdict: 'unknown-key', counts: false });
    expect((await handIn('vinh-phuc', text)).body).toMatchObject({ member: 'vinh-phuc', verdict: 'accepted', counts: true, revision: 3 });
    expect((await handIn('vinh-phuc', text)).body).toMatchObject({ verdict: 'accepted', details: [{ code: 'already-accepted' }] });
    expect(await handIn('lam-dong', text)).toMatchObject({ status: 400, body: { code: 'unknown_member' } });
    const received = (await ask('sheets/received')).body['items'] as readonly Record<string, unknown>[];
    expect(received.filter(({ via }) => via === 'file').map(({ member, verdict }) => [member, verdict])).toEqual([
      ['ha-noi', 'unknown-key'],
      ['vinh-phuc', 'bad-signature'],
      ['vinh-phuc', 'accepted'],
    ]);
  });

  it('a figure that was settled otherwise is shown and counts; a pinned key is not replaced', async () => {
    const as = { sub: 'leader', boards: [LEADER], roles: ['approver' as const] };
    const figures = [{ indicator: 'INV.NEW.N', unit: 'project', part: 'actual', value: '1' }];
    const leader = deployments.provinces[LEADER];
    expect((await leader.call('POST', pathOf(LEADER, 'agreed-figures'), { as, body: { member: 'ha-noi', figures } })).body).toEqual({
      agreed: 1,
    });
    await deployments.sign('ha-noi');
    const pulled = await deployments.pull(25);
    expect(verdictsOf(pulled)).toMatchObject({ 'ha-noi': 'figures-differ' });
    expect(codesOf(pulled)).toMatchObject({ 'ha-noi': ['figure-not-agreed'] });
    expect((await ask('result')).body).toEqual(expected);

    const stranger = deployments.keyOf('hai-phong').signer.thumbprint;
    const validity = { valid_from: '2019-02-01T00:00:00Z', valid_to: '2099-01-01T00:00:00Z' };
    const body = { keys: [{ member: 'ha-noi', thumbprint: stranger, ...validity }] };
    expect(await leader.call('POST', pathOf(LEADER, 'member-keys'), { as, body })).toMatchObject({
      status: 409,
      body: { code: 'already_pinned' },
    });
    expect((await deployments.pin()).body).toEqual({ pinned: 0 });
  });

  it('a pull that its process left is gone on with', async () => {
    const { connection } = deployments.provinces[LEADER].database;
    const runs = connection
      .getClient()
      .db(connection.name)
      .collection<{ _id: string; pull: Record<string, unknown> & { members: object[] } }>('pull_runs');
    const [last] = await runs.find().sort({ startedAt: -1 }).limit(1).toArray();
    if (!last) throw new Error('no pull');
    const members_ = last.pull.members.map((member) => ({ ...member, phase: 'asking', outcome: undefined, attempts: 1 }));
    const pull = { ...last.pull, deadline: new Date(Date.now() + 20_000).toISOString(), members: members_ };
    await runs.insertOne({ ...last, _id: 'left', state: 'running', owner: 'gone', heldUntil: new Date(), pull } as never);
    const ended = await eventually(
      async () => {
        const { body } = await ask('pulls/left');
        return body['state'] === 'ended' ? (body as unknown as PulledBody) : undefined;
      },
      { describe: 'the end of the pull that was left' },
    );
    expect(verdictsOf(ended)).toEqual({ ...Object.fromEntries(members.map((id) => [id, 'accepted'])), 'ha-noi': 'figures-differ' });
    expect(ended.members.every(({ attempts }) => attempts === 2)).toBe(true);
  });
});

async function readsIn(board: string): Promise<readonly string[]> {
  const { connection } = deployments.homeOf(board).database;
  const log = connection.getClient().db(connection.name).collection('event_log');
  const found = await log.find({ board, type: emulationEvents.sheetRead.type }).sort({ _id: 1 }).toArray();
  return found.map(({ payload }) => {
    const { member, reader, duty, revisions } = emulationEvents.sheetRead.codec.decode((payload as { buffer: Uint8Array }).buffer);
    return `${member} by ${reader}, ${duty}: ${revisions.join(',')}`;
  });
}

describe('the leader’s second document', () => {
  const member = 'hai-phong';
  const as = (board: string) => ({ sub: `approver of ${board}`, boards: [board], roles: ['approver' as const] });
  const sign = () => deployments.provinces[LEADER].call('POST', pathOf(LEADER, 'leader-records'), { as: as(LEADER) });

  it('is signed by the leader alone, with all that is the leader’s to say, each revision naming the one before', async () => {
    expect(await sign()).toMatchObject({ status: 201, body: { revision: 1 } });
    expect(await sign()).toMatchObject({ status: 201, body: { revision: 2 } });
    const refused = await deployments.homeOf(member).call('POST', pathOf(member, 'leader-records'), { as: as(member) });
    expect([refused.status, refused.body.code]).toEqual([404, 'unknown_bloc']);
    const opened = seal.open(Buffer.from((await ask('leader-records/2')).text));
    if ('fault' in opened) throw new Error(opened.fault);
    const record = readLeaderRecord(opened.document.value);
    expect(record.members.map((one) => one.member)).toEqual(members);
    const own = record.members.find((one) => one.member === 'nam-dinh');
    // The sample's late report: two units of P1, verified by the checker.
    expect(own?.penalties.map(({ code }) => code)).toContain('P1');
    expect(own?.sheet).toMatchObject({ revision: expect.any(Number) as unknown });
    const first = seal.open(Buffer.from((await ask('leader-records/1')).text));
    expect(record.previousSha256).toBe('document' in first ? first.document.sha256 : '');
  });

  it('a member asks the leader’s deployment, judges it by the pinned key and against what it signed itself', async () => {
    const leading = deployments.keyOf(LEADER).signer.thumbprint;
    const home = deployments.homeOf(member);
    const received = () => home.call('POST', pathOf(member, 'leader-records/received'), { as: as(member) });
    expect(await received()).toMatchObject({ status: 409, body: { code: 'leader_not_pinned' } });
    const validity = { valid_from: '2019-02-01T00:00:00Z', valid_to: '2099-01-01T00:00:00Z' };
    const keys = [{ member: LEADER, thumbprint: leading, ...validity }];
    expect((await home.call('POST', pathOf(member, 'member-keys'), { as: as(member), body: { keys } })).body).toEqual({ pinned: 1 });
    const others = [{ member: 'ha-noi', thumbprint: leading, ...validity }];
    expect((await home.call('POST', pathOf(member, 'member-keys'), { as: as(member), body: { keys: others } })).status).toBe(404);
    expect(await received()).toMatchObject({ status: 200, body: { verdict: 'accepted', counts: true, revision: 2 } });
    expect((await received()).body).toMatchObject({ verdict: null });
    // A sheet that the leader has not taken yet: the record stands against another one, which is shown.
    await deployments.sign(member);
    await sign();
    expect((await received()).body).toMatchObject({
      verdict: 'figures-differ',
      counts: true,
      details: [{ code: 'leader-record-differs' }],
    });
  });
});
