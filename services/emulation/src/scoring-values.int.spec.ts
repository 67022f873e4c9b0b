import { createHash } from 'node:crypto';
import type { BlocYearWorld } from './spec-support/bloc-year';
import { DEPUTY, LEADER, startBlocYear } from './spec-support/bloc-year';
import { readSample } from './spec-support/bloc-sample';

let world: BlocYearWorld;
beforeAll(async () => {
  world = await startBlocYear();
  // Hưng Yên keeps the files itself, to sign its own sheet.
  const own = await world.emulation.load('hung-yen', {
    'bloc.json': readSample('bloc.json'),
    'criteria.json': readSample('criteria.json'),
    'bloc-scores.csv': readSample('bloc-scores.csv')
      .split('\n')
      .filter((line, index) => index === 0 || line.startsWith('hung-yen,'))
      .join('\n'),
  });
  if (own.status !== 201) throw new Error(own.text);
});
afterAll(() => world.emulation.stop());

const self = (values: object[], sub = 'nguoi-cham') => world.post('hung-yen', 'self-values', { values }, { sub, roles: ['recorder'] });
/** Quảng Ninh is drawn to check Hưng Yên; it is the deputy, too. Hưng Yên is drawn for Bắc Ninh. */
const checked = (board: string, values: object[], more: { sub?: string; boards?: string[] } = {}) =>
  world.post(board, 'checked-values', { values }, more);
const final = (board: string, values: object[]) => world.post(board, 'final-values', { values });
const find = (answer: { readonly body: Record<string, unknown> }, criterion: string) =>
  (answer.body['criteria'] as { criterion: string }[]).find((one) => one.criterion === criterion);

it('keeps a member’s self-scores with who, when and why; every change but the first says why', async () => {
  expect(
    await self([
      { criterion: 'II-9', value: '8' },
      { criterion: 'II-3', value: '36.5' },
    ]),
  ).toMatchObject({ status: 200, body: { set: 2 } });
  const unexplained = await self([{ criterion: 'II-9', value: '9' }]);
  expect(unexplained).toMatchObject({ status: 409, body: { code: 'reason_required', errors: [{ pointer: '/values/0' }] } });
  expect((await self([{ criterion: 'II-9', value: '9', reason: 'bổ sung minh chứng' }])).status).toBe(200);
  expect(await self([{ criterion: 'II-3', value: '-1', reason: 'x' }])).toMatchObject({ status: 400 });
  const bulk = await self([
    { criterion: 'II-3', value: '35', reason: 'x' },
    { criterion: 'nothing', value: '1' },
  ]);
  expect(bulk).toMatchObject({
    status: 400,
    body: {
      code: 'bad_values',
      errors: expect.arrayContaining([expect.objectContaining({ pointer: '/values/1', code: 'unknown_criterion' })]) as unknown,
    },
  });
  const own = await world.get('hung-yen', 'members/hung-yen/values');
  expect(find(own, 'II-9')).toMatchObject({ self: '9' });
  expect(find(own, 'II-3')).toMatchObject({ self: '36.5' });
  expect(
    (own.body['history'] as { criterion: string; value: string; actor: string; reason: string | null }[]).map(
      ({ criterion, value, actor, reason }) => [criterion, value, actor, reason],
    ),
  ).toEqual([
    ['II-9', '8', 'nguoi-cham', null],
    ['II-3', '36.5', 'nguoi-cham', null],
    ['II-9', '9', 'nguoi-cham', 'bổ sung minh chứng'],
  ]);
});

it('keeps evidence with its hash; only the board itself sees it before hand-in', async () => {
  const content = Buffer.from('%PDF minh chứng II-9');
  const sha256 = createHash('sha256').update(content).digest('hex');
  const form = new FormData();
  form.append('file', new Blob([content]), 'minh-chung.pdf');
  const as = { sub: 'nguoi-cham', boards: ['hung-yen'], roles: ['recorder' as const] };
  const path = '/v1/boards/hung-yen/blocs/bloc-red-river-delta/years/2019/evidence/II-9';
  const added = await world.emulation.call('POST', path, { as, form });
  expect(added).toMatchObject({ status: 201, body: { files: [{ name: 'minh-chung.pdf', sha256, size: content.length }] } });
  expect((await world.get('hung-yen', 'members/hung-yen/evidence')).body['items']).toMatchObject([{ criterion: 'II-9', sha256 }]);
  expect((await world.get('hung-yen', `members/hung-yen/evidence/II-9/${sha256}`)).text).toBe(content.toString());
  for (const board of ['ha-noi', 'nam-dinh'])
    for (const rest of ['values', 'evidence', `evidence/II-9/${sha256}`])
      expect(await world.get(board, `members/hung-yen/${rest}`)).toMatchObject({ status: 404, body: { code: 'unknown_sheet' } });
});

it('shows the handed-in sheet to leader, deputy and checker alone, with the evidence’s hash signed; each read is kept', async () => {
  expect((await world.post('hung-yen', 'sheets')).status).toBe(201);
  for (const board of [LEADER, DEPUTY])
    expect(find(await world.get(board, 'members/hung-yen/values'), 'II-9')).toMatchObject({ self: '9.00' });
  expect((await world.get('bac-ninh', 'members/hung-yen/values')).status).toBe(404);
  const jws = (await world.get('hung-yen', 'sheets/1')).text;
  const sheet = JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString()) as {
    criteria: { code: string; evidence: { ref: string; sha256: string | null }[] }[];
  };
  expect(sheet.criteria.find(({ code }) => code === 'II-9')?.evidence).toContainEqual({
    ref: 'minh-chung.pdf',
    sha256: createHash('sha256').update('%PDF minh chứng II-9').digest('hex'),
  });
  const db = world.emulation.database.connection.getClient().db(world.emulation.database.connection.name);
  const reads = await db.collection('event_log').find({ type: 'kcn.emulation.v1.SheetRead' }).toArray();
  expect(reads.map(({ actor }) => String(actor))).toEqual([`board:${LEADER}`, `board:${DEPUTY}`]);
  // A change after hand-in is the member's own affair until it signs again.
  expect((await self([{ criterion: 'II-9', value: '10', reason: 'nháp' }])).status).toBe(200);
  expect(find(await world.get(LEADER, 'members/hung-yen/values'), 'II-9')).toMatchObject({ self: '9.00' });
});

it('nobody verifies its own score, neither as a board nor as a person, and not in a bulk either', async () => {
  const values = [
    { member: 'bac-ninh', criterion: 'II-9', value: '7', reason: 'x' },
    { member: 'hung-yen', criterion: 'II-9', value: '10', reason: 'x' },
  ];
  const own = await checked('hung-yen', values);
  expect(own).toMatchObject({ status: 403, body: { code: 'conflict_of_interest', errors: [{ pointer: '/values/1', code: 'own_score' }] } });
  expect((await world.get(LEADER, 'members/bac-ninh/values')).body['history']).toEqual([]);
  expect(await checked('ha-noi', values.slice(1))).toMatchObject({ status: 403, body: { errors: [{ code: 'wrong_checker' }] } });
  expect(await checked(DEPUTY, values.slice(1), { sub: 'nguoi-cham' })).toMatchObject({
    status: 403,
    body: { errors: [{ code: 'same_person' }] },
  });
  expect(await checked(DEPUTY, values.slice(1), { boards: [DEPUTY, 'hung-yen'] })).toMatchObject({
    status: 403,
    body: { code: 'conflict_of_interest' },
  });
  expect(await final(DEPUTY, values.slice(1))).toMatchObject({ status: 403, body: { errors: [{ code: 'wrong_checker' }] } });
  expect(await final(LEADER, [{ member: LEADER, criterion: 'II-9', value: '10', reason: 'x' }])).toMatchObject({
    status: 403,
    body: { errors: [{ code: 'own_score' }] },
  });
  expect((await final(DEPUTY, [{ member: LEADER, criterion: 'II-9', value: '9.5', reason: 'do Khối phó thẩm định' }])).status).toBe(200);
});

it('counts the cross-checked value, and the final one before it, each with its reason', async () => {
  const total = async (member: string): Promise<number> => {
    const { body } = await world.emulation.call('GET', `/v1/boards/${LEADER}/blocs/bloc-red-river-delta/years/2019/result`);
    const found = (body['members'] as { member: string; criteria: { code: string; final: string }[] }[]).find(
      (one) => one.member === member,
    );
    return Number(found?.criteria.find(({ code }) => code === 'II-9')?.final);
  };
  expect(await checked(DEPUTY, [{ member: 'hung-yen', criterion: 'II-9', value: '6.25' }])).toMatchObject({
    status: 409,
    body: { code: 'reason_required' },
  });
  expect(await checked(DEPUTY, [{ member: 'hung-yen', criterion: 'II-9', value: '10.01', reason: 'x' }])).toMatchObject({
    status: 400,
    body: { errors: [{ code: 'verified_out_of_range' }] },
  });
  expect((await checked(DEPUTY, [{ member: 'hung-yen', criterion: 'II-9', value: '6.25', reason: 'thiếu một minh chứng' }])).status).toBe(
    200,
  );
  expect(await total('hung-yen')).toBe(6.25);
  expect((await final(LEADER, [{ member: 'hung-yen', criterion: 'II-9', value: '7.5', reason: 'hội nghị thống nhất' }])).status).toBe(200);
  expect(await total('hung-yen')).toBe(7.5);
  const seen = await world.get('hung-yen', 'members/hung-yen/values');
  expect(find(seen, 'II-9')).toMatchObject({
    self: '10',
    checked: { value: '6.25', by: DEPUTY, actor: `head of ${DEPUTY}`, reason: 'thiếu một minh chứng' },
    final: { value: '7.5', by: LEADER, actor: `head of ${LEADER}`, reason: 'hội nghị thống nhất' },
  });
});

it('closes self-scores with their step, and everything with the freeze', async () => {
  await world.runToCrossChecked();
  expect(await self([{ criterion: 'II-9', value: '3', reason: 'x' }])).toMatchObject({ status: 409, body: { code: 'self_score_closed' } });
  expect((await checked(DEPUTY, [{ member: 'hung-yen', criterion: 'II-3', value: '30', reason: 'x' }])).status).toBe(200);
  expect((await world.asLeader('frozen-rankings', {})).status).toBe(201);
  expect(await checked(DEPUTY, [{ member: 'hung-yen', criterion: 'II-3', value: '31', reason: 'x' }])).toMatchObject({
    status: 409,
    body: { code: 'scores_frozen' },
  });
  for (const board of [LEADER, DEPUTY]) expect((await world.get(board, 'members/hung-yen/values')).status).toBe(404);
  expect((await world.get('hung-yen', 'members/hung-yen/values')).status).toBe(200);
});
