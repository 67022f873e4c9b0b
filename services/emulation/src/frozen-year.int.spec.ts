import { createHash } from 'node:crypto';
import { emulationEvents, figureFactsRecorded } from '@kcn/contracts';
import { createEventLog } from '@kcn/messaging';
import type { LogEntry } from '@kcn/messaging';
import { readSample } from './spec-support/bloc-sample';
import { sampleFigures } from './spec-support/figures-server';
import type { BlocYearWorld } from './spec-support/bloc-year';
import { DEPUTY, LEADER, startBlocYear } from './spec-support/bloc-year';

const expected = JSON.parse(readSample('expected.json')) as {
  ranking: { rank: number | null; member: string; total: string; award: string }[];
  members: { member: string; total: string; criteria: { code: string; final: string | null }[] }[];
  ties: unknown[];
};
let world: BlocYearWorld;
beforeAll(async () => {
  world = await startBlocYear();
  await world.runToCrossChecked();
});
afterAll(() => world.emulation.stop());

const entriesOf = async (board: string): Promise<LogEntry[]> => {
  const entries: LogEntry[] = [];
  for await (const chunk of createEventLog({ connection: world.emulation.database.connection }).read(board, 0)) entries.push(...chunk);
  return entries;
};
const figuresOf = async (board: string) =>
  (await entriesOf(board))
    .filter(({ type }) => type === figureFactsRecorded.type)
    .map(({ payload, aggregateVersion }) => ({ aggregateVersion, content: figureFactsRecorded.codec.decode(payload) }));

it('is frozen by the leader alone, with the result’s bytes, their hash, and the figures for reporting', async () => {
  expect(await world.post(DEPUTY, 'frozen-rankings')).toMatchObject({ status: 403, body: { code: 'not_your_step' } });
  expect((await world.post(LEADER, 'publications')).body.code).toBe('not_frozen');
  // A leader that may know only its own board misses the others, whose reasons nobody gave: provisional, so not frozen.
  const provisional = await world.post(LEADER, 'frozen-rankings', { reasons: { 'ha-noi': 'không liên lạc được' } });
  expect(provisional).toMatchObject({ status: 409, body: { code: 'freeze_blocked' } });
  expect(provisional.body.errors).toHaveLength(9);
  expect((await world.get(LEADER, 'cycle')).body['state']).toBe('cross-checked');

  const frozen = await world.asLeader('frozen-rankings', {});
  expect(frozen).toMatchObject({ status: 201, body: { state: 'consolidated', revision: 1, missing: [], differences: [] } });
  const bytes = await world.get(LEADER, 'frozen-rankings/1');
  expect(JSON.parse(bytes.text)).toEqual(expected);
  expect(createHash('sha256').update(bytes.text).digest('hex')).toBe(frozen.body['sha256']);
  const ranked = (await entriesOf(LEADER)).filter(({ type }) => type === emulationEvents.ranked.type);
  expect(ranked.map(({ payload }) => emulationEvents.ranked.codec.decode(payload))).toMatchObject([
    { provisional: false, sha256: frozen.body['sha256'], missing: [] },
  ]);
  for (const { member, rank, total } of expected.ranking) {
    const [figures] = await figuresOf(member);
    const facts = figures?.content.records[0]?.facts ?? [];
    expect(facts.find(({ indicator, n }) => indicator === 'EMU.SCORE' && n === 1)?.value).toBe(BigInt(total.replace('.', '')));
    expect(facts.find(({ indicator, n }) => indicator === 'EMU.RANK' && n === 1)?.value).toBe(rank === null ? undefined : BigInt(rank));
  }
  expect(await world.asLeader('frozen-rankings', {})).toMatchObject({ status: 409, body: { code: 'step_not_allowed' } });
});

it('is nothing to the members before it is published, then their places, and points of criteria only their own', async () => {
  for (const board of ['ha-noi', DEPUTY]) {
    expect(await world.get(board, 'published-ranking')).toMatchObject({ status: 404, body: { code: 'unknown_ranking' } });
    expect((await world.get(board, 'frozen-rankings/1')).status).toBe(404);
  }
  expect(await world.post('ha-noi', 'appeals', { criterion: 'II-9', reason: 'x' })).toMatchObject({
    status: 409,
    body: { code: 'appeal_closed' },
  });
  expect(await world.post(DEPUTY, 'publications')).toMatchObject({ status: 403 });
  expect((await world.post(LEADER, 'publications', { appeal_working_days: 3 })).status).toBe(201);
  expect(await world.post(LEADER, 'publications')).toMatchObject({ status: 409, body: { code: 'already_published' } });
  const seen = await world.get('ha-noi', 'published-ranking');
  expect(seen.body).toMatchObject({ revision: 1, ranking: expected.ranking, ties: expected.ties });
  expect((seen.body['members'] as { member: string }[]).map(({ member }) => member)).toEqual(['ha-noi']);
  expect((await world.get('lam-dong', 'published-ranking')).status).toBe(404);
});

it('a published sheet changes nothing by itself: new figures stay out of what is frozen', async () => {
  const own = sampleFigures('ha-noi');
  world.emulation.figures.set('ha-noi', { ...own, values: own.values.slice(0, 3) });
  expect((await world.get('ha-noi', 'published-ranking')).body['ranking']).toEqual(expected.ranking);
  world.emulation.figures.set('ha-noi', own);
});

it('a member appeals against its own score; upheld it re-opens, and the next revision lists what differs', async () => {
  const [leading = { member: '', total: '' }] = expected.ranking;
  const before = expected.members.find(({ member }) => member === 'ha-noi');
  const point = before?.criteria.find(({ code }) => code === 'II-9')?.final ?? '';
  expect(Number(point)).toBeGreaterThan(1);
  expect(await world.post('ha-noi', 'appeals', { criterion: 'nothing', reason: 'x' })).toMatchObject({ status: 400 });
  const filed = await world.post('ha-noi', 'appeals', { criterion: 'II-9', reason: 'chưa tính hoạt động quý II' });
  expect(filed).toMatchObject({ status: 201, body: { revision: 1 } });
  const id = String(filed.body['id']);
  expect((await world.get('nam-dinh', 'appeals')).body['items']).toEqual([]);
  expect((await world.get(LEADER, 'appeals')).body['items']).toMatchObject([{ id, member: 'ha-noi', decision: null }]);
  const decide = (board: string, upheld: boolean) => world.post(board, `appeals/${id}/decision`, { upheld, answer: 'sửa một điểm' });
  expect((await decide('nam-dinh', true)).status).toBe(404);
  expect(await decide('ha-noi', true)).toMatchObject({ status: 403, body: { code: 'not_your_decision' } });
  expect(await world.post(LEADER, 'ballot', { reason: 'x' })).toMatchObject({ status: 409, body: { code: 'appeals_open' } });
  expect(await decide(LEADER, true)).toMatchObject({ status: 200, body: { upheld: true, state: 'cross-checked' } });
  expect(await decide(LEADER, false)).toMatchObject({ status: 409, body: { code: 'appeal_decided' } });
  // Still published; nothing counts as frozen until it is frozen again.
  expect((await world.get('ha-noi', 'published-ranking')).body['revision']).toBe(1);
  expect(await world.post(LEADER, 'publications')).toMatchObject({ status: 409, body: { code: 'not_frozen' } });

  const corrected = (Number(point) - 1).toFixed(2);
  const set = await world.post(LEADER, 'final-values', {
    values: [{ member: 'ha-noi', criterion: 'II-9', value: corrected, reason: 'sau khiếu nại' }],
  });
  expect(set.status).toBe(200);
  const again = await world.asLeader('frozen-rankings', {});
  expect(again).toMatchObject({ status: 201, body: { revision: 2, state: 'consolidated' } });
  const differences = again.body['differences'] as { member: string; what: string; before: string; after: string }[];
  const total = before?.total ?? '';
  expect(differences).toEqual(
    expect.arrayContaining([
      { member: 'ha-noi', what: 'criterion II-9', before: point, after: corrected },
      { member: 'ha-noi', what: 'total', before: total, after: (Number(total) - 1).toFixed(2) },
    ]),
  );
  expect(differences.filter(({ what }) => what === 'total')).toHaveLength(1);
  expect((await figuresOf('ha-noi')).map(({ aggregateVersion }) => aggregateVersion)).toEqual([1, 2]);
  expect((await world.post(LEADER, 'publications')).status).toBe(201);
  const other = (await world.get(leading.member, 'published-ranking')).body;
  expect(other).toMatchObject({ revision: 2, revisions: [2, 1] });
  expect((other['differences'] as { what: string }[]).map(({ what }) => what)).not.toContain('criterion II-9');
  expect((await world.get(leading.member, 'published-ranking?revision=1')).body).toMatchObject({ revision: 1, ranking: expected.ranking });
});

it('only the leader re-opens, with a reason', async () => {
  expect(await world.post(DEPUTY, 'cycle/steps', { action: 're-open', reason: 'x' })).toMatchObject({ status: 403 });
  expect(await world.post(LEADER, 'cycle/steps', { action: 're-open' })).toMatchObject({ status: 409, body: { code: 'reason_required' } });
  expect((await world.step('re-open')).body).toMatchObject({ state: 'cross-checked' });
});

it('is frozen without somebody for a reason given of each, who then has no rank', async () => {
  const knowsTwo = { sub: `head of ${LEADER}`, boards: [LEADER, DEPUTY], roles: ['approver' as const] };
  const missing = world.members.filter((member) => member !== LEADER && member !== DEPUTY);
  const frozen = await world.emulation.call('POST', `/v1/boards/${LEADER}/blocs/bloc-red-river-delta/years/2019/frozen-rankings`, {
    as: knowsTwo,
    body: { reasons: Object.fromEntries(missing.map((member) => [member, 'không gửi phiếu'])) },
  });
  expect(frozen).toMatchObject({ status: 201, body: { revision: 3, missing } });
  expect((await world.post(LEADER, 'publications')).status).toBe(201);
  const { body } = await world.get('ha-noi', 'published-ranking');
  expect(body['missing_reasons']).toMatchObject({ 'ha-noi': 'không gửi phiếu' });
  expect((body['ranking'] as { member: string; rank: number | null }[]).find(({ member }) => member === 'ha-noi')?.rank).toBeNull();
});
