import { emulationYearEvents } from '@kcn/contracts';
import { plainDate } from '@kcn/kernel';
import { createEventLog, inTransaction } from '@kcn/messaging';
import { createWorkingCalendar } from '@kcn/vietnam';
import { createBlocVersionStore } from './adapters/mongo/bloc-version-store';
import { createStepReminding } from './application/cycle/remind-steps';
import { createYearSteps } from './application/cycle/take-year-step';
import { createYearStores } from './compose/year-stores';
import type { BlocYearWorld } from './spec-support/bloc-year';
import { DEPUTY, LATE, LEADER, startBlocYear } from './spec-support/bloc-year';

/** The pledge is due in time to come, the rest of the sample's deadlines are long past. */
const DEADLINES = {
  pledge: '2099-02-16',
  registration: '2019-02-28',
  selfScore: '2019-07-03',
  crossCheck: '2019-07-08',
  ballot: '2019-07-12',
};
const PLEDGE = 'Các thành viên cam kết thi đua…';
const PLAN = { theme: { vi: 'Kỷ cương', en: 'Discipline' }, pledge: PLEDGE };

let world: BlocYearWorld;
beforeAll(async () => {
  world = await startBlocYear({ deadlines: DEADLINES });
});
afterAll(() => world.emulation.stop());

const sign = (board: string, more: object = {}) => world.post(board, 'pledge-signatures', { head: `Trưởng ban ${board}`, ...more });
const take = (board: string, action: string, more: object = {}) => world.post(board, 'cycle/steps', { action, ...more });

it('begins planned; only the leader sets theme and pledge, and only until somebody has signed', async () => {
  expect((await world.get(DEPUTY, 'cycle')).body).toMatchObject({ state: 'planned', leader: LEADER, roles: ['deputy', 'host'] });
  expect(await sign(LEADER)).toMatchObject({ status: 409, body: { code: 'no_pledge' } });
  expect(await world.post(DEPUTY, 'cycle/plan', PLAN)).toMatchObject({ status: 403, body: { code: 'not_your_step' } });
  expect((await world.post(LEADER, 'cycle/plan', PLAN)).status).toBe(200);
  expect((await world.get('lam-dong', 'cycle')).status).toBe(404);
});

it('each member signs the pledge once, with its key; the leader records it for another with a reason alone', async () => {
  for (const board of world.members.slice(0, 8)) {
    const signed = await sign(board);
    expect(signed).toMatchObject({ status: 201, body: { member: board, jws: expect.any(String) as string } });
    const [, payload = ''] = String(signed.body['jws']).split('.');
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({ format: 'emulation-pledge/1', member: board });
  }
  const [first = '', , , , , , , , late = '', later = ''] = world.members;
  expect(await sign(first)).toMatchObject({ status: 409, body: { code: 'pledge_signed' } });
  expect(await sign(first, { member: late, reason: 'x' })).toMatchObject({ status: 403, body: { code: 'not_your_act' } });
  expect(await sign(LEADER, { member: late })).toMatchObject({ status: 409, body: { code: 'reason_required' } });
  expect(await sign(LEADER, { member: late, reason: 'ký trên giấy' })).toMatchObject({ status: 201, body: { member: late, jws: null } });
  expect(await sign(later, { on: '2020-01-01' })).toMatchObject({ status: 403, body: { code: 'earlier_day_is_the_leaders' } });
  expect(await world.post(LEADER, 'cycle/plan', PLAN)).toMatchObject({ status: 409, body: { code: 'pledge_signed' } });
});

it('reminds each outstanding step of a year once a day, with who is behind', async () => {
  const { connection } = world.emulation.database;
  const log = createEventLog({ connection });
  const versions = createBlocVersionStore(connection);
  const { ledYears, cycles, records, record } = createYearStores({ connection, log, versions });
  const calendar = createWorkingCalendar();
  const remind = createStepReminding({
    ...{ versions, ledYears, records, record, calendar, steps: createYearSteps({ cycles, record, workingDays: calendar }) },
    transact: (work) => inTransaction(connection, work),
  });
  // Friday 22 February: registration (28/2) is due in four working days, nothing is to be said; the day after a weekend, three.
  expect(await remind(LEADER, plainDate('2019-02-22'))).toEqual([]);
  expect(await remind(LEADER, plainDate('2019-02-24'))).toEqual([]);
  const [monday] = await remind(LEADER, plainDate('2019-02-25'));
  expect(monday?.given).toMatchObject([{ step: 'registration', workingDaysLeft: 3, outstanding: world.members }]);
  expect(await remind(LEADER, plainDate('2019-02-25'))).toEqual([]);
  expect(await remind(DEPUTY, plainDate('2019-02-25'))).toEqual([]);
  expect((await remind(LEADER, plainDate('2019-03-04')))[0]?.given).toMatchObject([{ step: 'registration', workingDaysLeft: -2 }]);
  expect((await world.get(DEPUTY, 'cycle')).body['reminders']).toHaveLength(2);
  const types: string[] = [];
  for await (const chunk of log.read(LEADER, 0)) types.push(...chunk.map(({ type }) => type));
  expect(types.filter((type) => type === emulationYearEvents.stepReminded.type)).toHaveLength(2);
});

it('goes on without those who have not signed for the leader’s reason alone', async () => {
  expect(await take('ha-noi', 'sign-pledge', { reason: 'x' })).toMatchObject({ status: 403, body: { code: 'not_your_step' } });
  expect(await take(DEPUTY, 'sign-pledge')).toMatchObject({ status: 409, body: { code: 'reason_required' } });
  const refused = await take(LEADER, 'sign-pledge');
  expect(refused.body.errors).toHaveLength(2);
  expect(await take(LEADER, 'launch', { reason: LATE })).toMatchObject({ status: 409, body: { code: 'step_not_allowed' } });
  expect(await take(LEADER, 'sign-pledge', { reason: 'hai đơn vị sáp nhập' })).toMatchObject({ status: 200, body: { state: 'pledged' } });
});

it('registers targets and titles, counts days late, and shows them to leader and deputy only', async () => {
  const targets = [{ indicator: 'INV.ATTRACT.CAP', breakdown: 'FDI', unit: 'USD', value: '7777001' }];
  const registered = await world.post(
    'ha-noi',
    'registrations',
    { targets, titles: ['Cờ thi đua của Chính phủ'] },
    { roles: ['recorder'] },
  );
  expect(registered).toMatchObject({ status: 201, body: { member: 'ha-noi', late_working_days: expect.any(Number) as number } });
  expect(Number(registered.body['late_working_days'])).toBeGreaterThan(1_000);
  const on = await world.post(LEADER, 'registrations', {
    targets,
    titles: [],
    member: 'ha-nam',
    on: '2019-03-04',
    reason: 'công văn đến ngày 4/3',
  });
  expect(on).toMatchObject({ status: 201, body: { late_working_days: 2 } });
  for (const board of [LEADER, DEPUTY, 'ha-noi']) expect((await world.get(board, 'cycle')).text).toContain('7777001');
  const other = await world.get('nam-dinh', 'cycle');
  expect(other.text).not.toContain('7777001');
  expect(other.body['registered']).toEqual(['ha-noi', 'ha-nam']);
  expect((await world.post('ha-noi', 'movements', { name: 'Văn hóa công sở', from: '2019-03-01' })).status).toBe(201);
});

it('takes a late step from the leader with a reason; a step in its place of a route of its own is refused', async () => {
  expect(await take(DEPUTY, 'close-registration', { reason: 'x' })).toMatchObject({
    status: 403,
    body: { code: 'late_step_is_the_leaders' },
  });
  expect(await take(LEADER, 'close-registration')).toMatchObject({ status: 409, body: { code: 'reason_required' } });
  expect((await take(LEADER, 'close-registration', { reason: LATE })).body).toMatchObject({ state: 'registered' });
  expect(await world.post('ha-noi', 'registrations', { targets: [], titles: [] })).toMatchObject({
    status: 403,
    body: { code: 'late_step_is_the_leaders' },
  });
  expect((await take(DEPUTY, 'launch')).body).toMatchObject({ state: 'in-progress' });
  expect(await take(DEPUTY, 'review-mid-year')).toMatchObject({ status: 400, body: { code: 'output_missing' } });
  expect((await take(DEPUTY, 'review-mid-year', { output: { conclusions: 'đạt 52 %' } })).body).toMatchObject({ state: 'in-progress' });
  expect((await take(LEADER, 'close-self-score', { reason: LATE })).body).toMatchObject({ state: 'self-scored' });
  expect((await take(LEADER, 'close-cross-check', { reason: 'x', on: '2019-07-08' })).body).toMatchObject({ state: 'cross-checked' });
  expect(await take(LEADER, 'freeze')).toMatchObject({ status: 400, body: { code: 'step_has_its_route' } });
  const { body } = await world.get(DEPUTY, 'cycle');
  expect(body['allowed_actions']).toEqual([]);
  const steps = body['steps'] as { action: string; late_working_days: number; by: string; reason: string | null }[];
  expect(steps.map(({ action, by }) => [action, by])).toEqual([
    ['sign-pledge', LEADER],
    ['close-registration', LEADER],
    ['launch', DEPUTY],
    ['review-mid-year', DEPUTY],
    ['close-self-score', LEADER],
    ['close-cross-check', LEADER],
  ]);
  expect(steps[1]?.late_working_days).toBeGreaterThan(1_000);
  expect(steps[5]?.late_working_days).toBe(0);
});

it('keeps who belongs to which bloc, with dates; a board is in several and organises one itself', async () => {
  const add = (board: string, body: object) =>
    world.emulation.call('POST', `/v1/boards/${board}/memberships`, { as: { sub: 'x', boards: [board], roles: ['approver'] }, body });
  const of = async (board: string, on: string) =>
    (
      await world.emulation.call('GET', `/v1/boards/${board}/memberships?on=${on}`, {
        as: { sub: 'r', boards: [board], roles: ['reader'] },
      })
    ).body;
  const delta = { bloc: 'bloc-red-river-delta', kind: 'ministry', member: 'hung-yen', from: '2019-01-01' };
  expect((await add(LEADER, delta)).status).toBe(201);
  expect(await add(LEADER, { ...delta, from: '2019-06-01' })).toMatchObject({ status: 400, body: { code: 'already_member' } });
  expect((await add('thai-binh', { bloc: 'khoi-2', kind: 'province', member: 'hung-yen', from: '2020-01-01' })).status).toBe(201);
  expect(
    (await add('hung-yen', { bloc: 'dn-pho-noi', kind: 'enterprises', member: 'cong-ty-a', from: '2019-01-01', to: '2019-12-31' })).status,
  ).toBe(201);
  const ended = await world.emulation.call('POST', `/v1/boards/${LEADER}/memberships/endings`, {
    as: { sub: 'x', boards: [LEADER], roles: ['approver'] },
    body: { bloc: delta.bloc, member: 'hung-yen', to: '2025-06-30' },
  });
  expect(ended).toMatchObject({ status: 200, body: { to: '2025-06-30' } });
  expect(await of('hung-yen', '2019-06-01')).toMatchObject({
    member_of: [{ bloc: 'bloc-red-river-delta', kind: 'ministry' }],
    organises: [{ bloc: 'dn-pho-noi', members: ['cong-ty-a'] }],
  });
  expect((await of('hung-yen', '2025-06-30'))['member_of']).toHaveLength(2);
  expect((await of('hung-yen', '2025-07-01'))['member_of']).toEqual([{ bloc: 'khoi-2', kind: 'province' }]);
});
