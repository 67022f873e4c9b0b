import { plainDate } from '@kcn/kernel';
import { createEventLog, inTransaction } from '@kcn/messaging';
import { createFeePlanStore } from './adapters/mongo/fee-plan-store';
import { createRecordStore } from './adapters/mongo/record-store';
import { createDeadlineWatch } from './application/plan/watch-deadline';
import { expectedReport, feeFiles, statements } from './spec-support/sample-files';
import { RECORDER, startFees } from './spec-support/start-fees';
import type { Answer, CallOptions, TestFees } from './spec-support/start-fees';

let fees: TestFees;
beforeAll(async () => {
  fees = await startFees();
});
afterAll(() => fees.stop());

const HEAD = { sub: 'head', roles: ['approver' as const] };
/** A head who also keeps accounts: what the submitter may not do is a matter of the person, not of the role. */
const BOTH = { sub: 'both', roles: ['recorder' as const, 'approver' as const] };
const path = (board: string, rest = ''): string => `/v1/boards/${board}/fee-plans${rest}`;
const post = (board: string, rest: string, body: unknown, options: CallOptions = {}): Promise<Answer> =>
  fees.call('POST', path(board, rest), { as: RECORDER, body, ...options });

interface Line {
  readonly park_code: string;
  readonly service: string;
  readonly base_quantity: string;
  readonly unit_price: string;
  readonly expected_amount: number;
  readonly proposed: object | null;
}
const lineOf = ({ body }: Answer, parkCode: string, service: string): Line | undefined =>
  (body['lines'] as readonly Line[]).find((line) => line.park_code === parkCode && line.service === service);

describe('a plan from the proposal to the approval', () => {
  beforeAll(async () => {
    expect((await fees.importFiles('plan', feeFiles())).status).toBe(201);
  });

  test('is drawn up once, from contracts and prices; a year that was imported is not drawn up again', async () => {
    const made = await post('plan', '', { year: 2027 });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ year: 2027, state: 'draft', version: 1, edits: [], deadline: '2026-11-14', proposed_by: 'recorder' });
    expect(lineOf(made, 'loc-son', 'INFRA')).toMatchObject({ proposed: { base_quantity: expect.any(String) as string } });
    expect(await post('plan', '', { year: 2027 })).toMatchObject({ status: 409, body: { code: 'plan_exists' } });
    expect(await post('plan', '', { year: 2026 })).toMatchObject({ status: 409, body: { code: 'plan_is_recorded' } });
    expect(await post('plan', '', { year: 2028 }, { as: HEAD })).toMatchObject({ status: 403 });
    expect(await post('nobody', '', { year: 2027 })).toMatchObject({ status: 404, body: { code: 'unknown_board' } });
  });

  test('an edit keeps who, when and why, and the amount follows base and price', async () => {
    const edit = { park_code: 'loc-son', service: 'INFRA', base_quantity: '1000.5', unit_price: '2000', reason: 'thêm hợp đồng' };
    const edited = await post('plan', '/2027/edits', edit);
    expect(edited.status).toBe(200);
    expect(lineOf(edited, 'loc-son', 'INFRA')).toMatchObject({ base_quantity: '1000.5', unit_price: '2000', expected_amount: 2_001_000 });
    expect(edited.body['edits']).toMatchObject([{ by: 'recorder', reason: 'thêm hợp đồng', after: { expected_amount: 2_001_000 } }]);
    const byHand = await post('plan', '/2027/edits', { park_code: 'loc-son', service: 'INFRA', expected_amount: 5, reason: 'thấp hơn' });
    expect(lineOf(byHand, 'loc-son', 'INFRA')).toMatchObject({ base_quantity: '1000.5', expected_amount: 5 });
    expect((byHand.body['edits'] as unknown[]).length).toBe(2);
    const events = (await fees.events('plan')).filter(({ aggregate }) => aggregate === 'plan:2027');
    expect(events.map(({ type, aggregateVersion, reason }) => [type, aggregateVersion, reason])).toEqual([
      ['kcn.fees.v1.FeePlanProposed', 1, undefined],
      ['kcn.fees.v1.FeePlanLineEdited', 2, 'thêm hợp đồng'],
      ['kcn.fees.v1.FeePlanLineEdited', 3, 'thấp hơn'],
    ]);
  });

  test('an edit without a reason, of a park without a tariff, with nothing to change, or of what was changed meanwhile is refused', async () => {
    const edit = { park_code: 'loc-son', service: 'INFRA', expected_amount: 1, reason: 'r' };
    expect((await post('plan', '/2027/edits', { ...edit, reason: ' ' })).status).toBe(400);
    expect(await post('plan', '/2027/edits', { ...edit, park_code: 'no-such-park' })).toMatchObject({ body: { code: 'unknown_park' } });
    expect(await post('plan', '/2027/edits', { park_code: 'loc-son', service: 'INFRA', reason: 'r' })).toMatchObject({
      body: { code: 'plan_line_incomplete' },
    });
    expect(await post('plan', '/2027/edits', edit, { ifMatch: '"1"' })).toMatchObject({ status: 412, body: { code: 'stale_version' } });
    expect(await post('plan', '/2031/edits', edit)).toMatchObject({ status: 404, body: { code: 'plan_not_found' } });
  });

  test('only a submitted plan is approved, by another person than who submitted; given back it may be edited again', async () => {
    const approval = (as: typeof HEAD | typeof BOTH, key?: string) =>
      post('plan', '/2027/approval', { decision_no: '15/QĐ-BQL' }, { as, ...(key === undefined ? {} : { key }) });
    expect(await approval(HEAD)).toMatchObject({ status: 409, body: { code: 'plan_is_draft' } });
    expect((await post('plan', '/2027/submission', undefined, { as: BOTH })).body).toMatchObject({
      state: 'submitted',
      submitted_by: 'both',
    });
    expect(await post('plan', '/2027/submission', undefined)).toMatchObject({ status: 409, body: { code: 'plan_is_submitted' } });
    const edit = { park_code: 'loc-son', service: 'INFRA', expected_amount: 1, reason: 'r' };
    expect(await post('plan', '/2027/edits', edit)).toMatchObject({ status: 409, body: { code: 'plan_is_submitted' } });
    expect(await approval(BOTH)).toMatchObject({ status: 403, body: { code: 'maker_is_not_checker' } });

    const back = await post('plan', '/2027/return', { reason: 'thiếu nước thải' }, { as: HEAD });
    expect(back.body).toMatchObject({ state: 'draft', submitted_by: null, return_reason: 'thiếu nước thải' });
    expect((await post('plan', '/2027/submission', undefined)).body).toMatchObject({ state: 'submitted', submitted_by: 'recorder' });
    const approved = await approval(BOTH, 'approve-once');
    expect(approved).toMatchObject({ status: 200, body: { state: 'approved', approved_by: 'both', decision_no: '15/QĐ-BQL' } });
    expect(await approval(BOTH, 'approve-once')).toMatchObject({ status: 200, body: { state: 'approved' } });
    expect(await approval(HEAD)).toMatchObject({ status: 409, body: { code: 'plan_is_approved' } });
  });

  test('an approved plan is the plan of that year in the report', async () => {
    const { body } = await fees.call('GET', '/v1/boards/plan/report?as_of=2027-01-31');
    const rows = (body['plan'] as readonly { year: number; service: string; park_code: string; expected: number }[]).filter(
      ({ year }) => year === 2027,
    );
    expect(rows.find(({ service, park_code: park }) => service === 'INFRA' && park === 'loc-son')?.expected).toBe(5);
    const { body: plan } = await fees.call('GET', path('plan', '/2027'));
    expect(rows.find(({ service, park_code: park }) => service === '*' && park === '*')?.expected).toBe(plan['total']);
    // One event each: the lines became records.
    const recorded = (await fees.events('plan')).filter(({ aggregate }) => aggregate.startsWith('fee-plan/2027'));
    expect(recorded).toHaveLength((plan['lines'] as unknown[]).length);
  });
});

describe('billed and collected against the plan', () => {
  interface Row {
    readonly window: string;
    readonly service: string;
    readonly park_code: string;
    readonly planned: number;
    readonly billed: number;
    readonly collected: number;
    readonly collected_percent: string | null;
  }
  const performance = async (year: number, by: string) => {
    const { status, body } = await fees.call('GET', path('performance', `/${String(year)}/performance?as_of=2026-09-30&by=${by}`));
    expect(status).toBe(200);
    return body as unknown as { rows: readonly Row[]; outlook: readonly Record<string, unknown>[] };
  };
  const expected = expectedReport() as {
    plan: readonly { year: number; service: string; park_code: string; expected: number; collected: number; percent: string }[];
    invoices: readonly { invoice_date: string; total: number; park_code: string; service: string; open: number; bucket: string | null }[];
  };

  beforeAll(async () => {
    expect((await fees.importFiles('performance', { ...feeFiles(), ...statements() })).status).toBe(201);
    const as = { sub: 'accountant', roles: ['recorder' as const] };
    const run = await fees.call('POST', '/v1/boards/performance/billing-runs', { as, body: { through: '2026-09', mode: 'create' } });
    expect((await fees.call('POST', `/v1/boards/performance/billing-runs/${run.body.id}/approval`, { as: HEAD })).body.state).toBe(
      'issued',
    );
  });

  test('by year it is the plan table of expected.json; billed is what the invoices add up to', async () => {
    for (const year of [2025, 2026]) {
      const { rows } = await performance(year, 'year');
      for (const want of expected.plan.filter((row) => row.year === year)) {
        const row = rows.find(({ service, park_code: park }) => service === want.service && park === want.park_code);
        expect(row).toMatchObject({
          window: String(year),
          planned: want.expected,
          collected: want.collected,
          collected_percent: want.percent,
        });
      }
      const billed = expected.invoices
        .filter(({ invoice_date: date }) => date.startsWith(String(year)))
        .reduce((sum, { total }) => sum + total, 0);
      expect(rows.find(({ service, park_code: park }) => service === '*' && park === '*')?.billed).toBe(billed);
    }
  });

  test('months and quarters add up to the year, park by park and service by service', async () => {
    const [year, quarters, months] = await Promise.all(['year', 'quarter', 'month'].map((by) => performance(2026, by)));
    expect(new Set(quarters?.rows.map(({ window }) => window)).size).toBe(4);
    expect(new Set(months?.rows.map(({ window }) => window)).size).toBe(12);
    for (const whole of year?.rows ?? []) {
      for (const parts of [quarters, months]) {
        const own = (parts?.rows ?? []).filter(({ service, park_code: park }) => service === whole.service && park === whole.park_code);
        expect(own.reduce((sum, { billed }) => sum + billed, 0)).toBe(whole.billed);
        expect(own.reduce((sum, { collected }) => sum + collected, 0)).toBe(whole.collected);
      }
    }
    const april = expected.invoices.filter(({ invoice_date: date, park_code: park }) => date.startsWith('2026-04') && park === 'loc-son');
    const row = months?.rows.find(({ window, service, park_code: park }) => window === '2026-04' && service === '*' && park === 'loc-son');
    expect(row?.billed).toBe(april.reduce((sum, { total }) => sum + total, 0));
  });

  test('the outlook is what was collected, what is open and not due, and what runs have still to issue', async () => {
    const { outlook } = await performance(2026, 'year');
    const all = outlook.find(({ service, park_code: park }) => service === '*' && park === '*') as Record<string, number>;
    const notDue = expected.invoices.filter(({ bucket }) => bucket === 'not due').reduce((sum, { open }) => sum + open, 0);
    const collected = expected.plan.find(
      ({ year, service, park_code: park }) => year === 2026 && service === '*' && park === '*',
    )?.collected;
    const dry = await fees.call('POST', '/v1/boards/performance/billing-runs', {
      as: RECORDER,
      body: { through: '2026-12', mode: 'dry-run' },
    });
    expect(all).toMatchObject({ collected, open_not_due: notDue, still_to_come: dry.body['total'] });
    expect(all['outlook']).toBe((collected ?? 0) + notDue + Number(dry.body['total']));
    expect(Number(dry.body['total'])).toBeGreaterThan(0);
  });
});

test('a plan that is not handed in is called to mind once a day of the calendar, by an event; one that is not', async () => {
  await fees.importFiles('late', feeFiles());
  const { connection } = fees.database;
  const log = createEventLog({ connection });
  const watch = createDeadlineWatch({
    log,
    records: createRecordStore(connection),
    plans: createFeePlanStore(connection),
    inTransaction: (work) => inTransaction(connection, work),
  });
  const days = ['2026-10-14', '2026-10-15', '2026-10-16', '2026-11-14', '2026-11-14', '2026-11-15'];
  const given: (number | undefined)[] = [];
  for (const day of days) given.push((await watch('late', plainDate(day)))?.daysLeft);
  expect(given).toEqual([undefined, 30, undefined, 0, undefined, -1]);
  const events = (await fees.events('late')).filter(({ aggregate }) => aggregate === 'plan-reminders:2027');
  expect(events.map(({ aggregateVersion, cause }) => [aggregateVersion, cause])).toEqual([
    [1, 'job:plan-deadline/2026-10-15'],
    [2, 'job:plan-deadline/2026-11-14'],
    [3, 'job:plan-deadline/2026-11-15'],
  ]);
  await post('late', '', { year: 2027 });
  expect((await watch('late', plainDate('2026-11-16')))?.daysLeft).toBe(-2);
  expect((await fees.call('GET', path('late', '/2027'))).body['reminders']).toHaveLength(4);
  await post('late', '/2027/submission', undefined);
  expect(await watch('late', plainDate('2026-11-17'))).toBeUndefined();
});
