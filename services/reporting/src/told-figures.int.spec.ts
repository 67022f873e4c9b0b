import { eventually } from '@kcn/testkit';
import { aBoard, aProject } from './spec-support/small-history';
import type { Answer } from './spec-support/answer';
import { startReporting } from './spec-support/start-reporting';
import type { TestReporting } from './spec-support/start-reporting';
import { aFact, anInvoice, aPayment, aPlan, takenBack } from './spec-support/told-figures';

const APPROVER = { sub: 'hoa', roles: ['approver' as const] };
const OPERATOR = { sub: 'op', roles: ['operator' as const] };

let reporting: TestReporting;
beforeAll(async () => {
  reporting = await startReporting({ fed: ['fees', 'emulation'] });
});
afterAll(() => reporting.stop());

const path = (board: string, rest: string): string => `/v1/boards/${board}${rest}`;
const summary = (board: string, period: string, query = ''): Promise<Answer> =>
  reporting.settled('GET', path(board, `/summaries/${period}${query}`));
const asOf = ({ body }: Answer): string => `?as_of=${body.meta.as_of ?? 'none'}`;
const publish = (board: string, period: string): Promise<Answer> =>
  reporting.settled('POST', path(board, `/summaries/${period}/publications`), { as: APPROVER, body: {} });
const verify = async (board: string): Promise<unknown> => {
  const { body } = await reporting.settled('POST', path(board, '/verification'), { as: OPERATOR });
  return body.checks.filter(({ ok }) => !ok);
};

/** Values of an indicator by breakdown; undefined where there is no row. */
const figures = ({ body }: Answer, indicator: string): Record<string, string | null> =>
  Object.fromEntries(body.figures.flatMap((one) => (one.indicator === indicator ? [[one.breakdown, one.value]] : [])));
const everywhere = (value: string): Record<string, string> => ({ '': value, INFRA: value, 'INFRA;park:a': value, 'park:a': value });
const lineage = (board: string, of: string): Promise<Answer> => reporting.settled('GET', path(board, `/lineage/${of}`));

const firstInvoice = anInvoice('HT-1-Q1', '2025-01-05', '2025-01-16', 1_000n);
const secondInvoice = anInvoice('HT-1-Q3', '2025-07-05', '2025-07-16', 2_000n);
const firstPayment = aPayment('FT1', 'HT-1-Q1', '2025-02-10', 1_000n);
const secondPayment = aPayment('FT2', 'HT-1-Q3', '2025-08-01', 2_000n);

test('plan, billed, collected, overdue and rate of any window, by park and service', async () => {
  await reporting.record('widths', [aBoard(), aProject('P1')]);
  await reporting.tell('fees', 'widths', [aPlan(2025, 4_000n), firstInvoice, secondInvoice, firstPayment]);
  const year = await summary('widths', '2025');
  expect(figures(year, 'FEE.PLAN')).toEqual(everywhere('4000'));
  expect(figures(year, 'FEE.BILLED')).toEqual(everywhere('3000'));
  expect(figures(year, 'FEE.COLLECTED')).toEqual(everywhere('1000'));
  expect(figures(year, 'FEE.OVERDUE')).toEqual(everywhere('2000'));
  expect(figures(year, 'FEE.RATE')).toEqual(everywhere('25.00'));
  // The year's plan stands in every window, and so does the rate against it (FORMATS §4).
  const [q1, q2, q3] = [await summary('widths', '2025-Q1'), await summary('widths', '2025-Q2'), await summary('widths', '2025-Q3')];
  expect([q1, q2, q3].map((one) => figures(one, 'FEE.RATE')[''])).toEqual(['25.00', '0.00', '0.00']);
  expect([q1, q2, q3].map((one) => figures(one, 'FEE.PLAN')[''])).toEqual(['4000', '4000', '4000']);
  expect([q1, q2, q3].map((one) => figures(one, 'FEE.BILLED')[''])).toEqual(['1000', undefined, '2000']);
  // Nothing was overdue at the end of March and June: paid on 10 February, the next invoice not yet made.
  expect([q1, q2, q3].map((one) => figures(one, 'FEE.OVERDUE')[''])).toEqual([undefined, undefined, '2000']);
  expect(figures(await summary('widths', '2025-01'), 'FEE.OVERDUE')['']).toBe('1000');
  expect(year.body.meta['positions']).toEqual({ registry: 2, reporting: 0, fees: 4 });
  expect(await verify('widths')).toEqual([]);
});

test('lineage leads from collected to the bank line, from billed to the invoice, from the rate to both sides', async () => {
  await reporting.record('lines', [aBoard()]);
  await reporting.tell('fees', 'lines', [aPlan(2025, 4_000n), firstInvoice]);
  await reporting.tell('fees', 'lines', [firstPayment], { actor: 'thu-quy' });
  await summary('lines', '2025');
  const collected = await lineage('lines', '2025/FEE.COLLECTED?breakdown=INFRA%3Bpark%3Aa');
  expect(collected.body).toMatchObject({ figure: { value: '1000' }, fact_count: 1 });
  expect(collected.body.facts[0]).toMatchObject({
    ...{ date: '2025-02-10', value: '1000', unit: 'VND', actor: 'thu-quy' },
    source: { kind: 'bank-line', key: '1002|FT1|HT-1-Q1', position: 3 },
    record: { account: '1002', bank_ref: 'FT1', payment_day: '2025-02-10', amount: '1000', invoice: 'HT-1-Q1', rule: 'INVOICE_CODE' },
    recorded_at: expect.stringMatching(/^20\d\d-/) as string,
  });
  const billed = await lineage('lines', '2025/FEE.BILLED');
  expect(billed.body.facts).toMatchObject([{ source: { kind: 'invoice', key: 'HT-1-Q1' }, record: { code: 'HT-1-Q1', total: '1000' } }]);
  const plan = await lineage('lines', '2025-Q3/FEE.PLAN');
  expect(plan.body.facts).toMatchObject([{ source: { kind: 'fee-plan' }, decision_no: '7/QĐ' }]);
  const rate = await lineage('lines', '2025/FEE.RATE');
  expect(rate.body.facts.map(({ source }) => (source as { kind: string }).kind).sort()).toEqual(['bank-line', 'fee-plan']);
  const overdue = await lineage('lines', '2025-01/FEE.OVERDUE');
  expect(overdue.body.facts.map(({ value }) => value)).toEqual(['1000']);
});

test('as of before a later payment, and before it was taken back, the old bytes come; a replay gives all of them again', async () => {
  await reporting.record('known', [aBoard(), aProject('P1')]);
  const without = await summary('known', '2025');
  await reporting.tell('fees', 'known', [aPlan(2025, 4_000n), firstInvoice, secondInvoice]);
  const unpaid = await summary('known', '2025');
  await reporting.tell('fees', 'known', [firstPayment, secondPayment]);
  const paid = await summary('known', '2025');
  await reporting.tell('fees', 'known', [takenBack(secondPayment)]);
  const undone = await summary('known', '2025');
  expect([unpaid, paid, undone].map((one) => figures(one, 'FEE.OVERDUE')[''])).toEqual(['3000', undefined, '2000']);
  expect([unpaid, paid, undone].map((one) => figures(one, 'FEE.COLLECTED')[''])).toEqual([undefined, '3000', '1000']);
  const asBefore = async (): Promise<void> => {
    for (const one of [without, unpaid, paid, undone]) expect((await summary('known', '2025', asOf(one))).text).toBe(one.text);
  };
  await asBefore();
  await reporting.restart();
  await asBefore();
  const asked = await reporting.call('POST', path('known', '/replays'), { as: OPERATOR, body: { what: 'projection' } });
  const location = asked.headers.get('location') ?? '';
  await eventually(async () => (await reporting.call('GET', location, { as: OPERATOR })).body.status === 'done', { describe: 'replayed' });
  expect((await reporting.call('GET', path('known', '/status'))).body).toMatchObject({ generation: 2, settled: { registry: 2, fees: 6 } });
  await asBefore();
  expect(await verify('known')).toEqual([]);
});

test('a board without fees, and years before the first fee, print what they printed', async () => {
  await reporting.record('plain', [aBoard(), aProject('P1')]);
  const before = await summary('plain', '2017');
  expect(before.body.meta['positions']).toEqual({ registry: 2, reporting: 0 });
  expect(before.body.figures.filter(({ indicator }) => /^(FEE|EMU)\./.test(indicator))).toEqual([]);
  // Events that tell nothing for the figures are no news either.
  const other = {
    aggregate: 'run:1',
    aggregateVersion: 1,
    type: 'kcn.fees.v1.BillingRunCreated',
    payload: new Uint8Array(),
    actor: 'a',
    cause: 'c',
  };
  await reporting.fed('fees').append('plain', [other]);
  expect((await summary('plain', '2017')).text).toBe(before.text);
  await reporting.tell('fees', 'plain', [firstInvoice]);
  await reporting.restart();
  expect(figures(await summary('plain', '2025'), 'FEE.BILLED')['']).toBe('1000');
  expect((await summary('plain', '2017')).text).toBe(before.text);
});

test('typed values stand until the year in which fees begin; from then on they stand beside', async () => {
  await reporting.record('typed', [aBoard()]);
  const header = 'indicator,breakdown,period,value,unit,qualifier,note\n';
  const rows = 'FEE.COLLECTED,,2024,900,VND,exact,\nFEE.COLLECTED,,2025,950,VND,exact,\n';
  expect((await reporting.importFiles('typed', { 'indicator-values.csv': `${header}${rows}` })).status).toBe(201);
  const typed = await summary('typed', '2025');
  expect(figures(typed, 'FEE.COLLECTED')).toEqual({ '': '950' });
  await reporting.tell('fees', 'typed', [firstInvoice, firstPayment]);
  const both = await summary('typed', '2025');
  expect(both.body.figures.find(({ indicator, breakdown }) => indicator === 'FEE.COLLECTED' && breakdown === '')).toMatchObject({
    ...{ value: '1000', last_year: '900', yoy: '11.11' },
  });
  expect(JSON.stringify(both.body.meta)).toContain('"difference":"-50"');
  expect((await summary('typed', '2025', asOf(typed))).text).toBe(typed.text);
});

test('score and rank are by bloc, from the scored period’s last day on, and add up to no total', async () => {
  await reporting.record('scored', [aBoard()]);
  const result = (score: bigint, rank: bigint) => ({
    unit: 'figures:bloc/khoi-1/2025',
    records: [
      {
        ...{ kind: 'emulation-result', key: 'khoi-1|2025|scored', details: [] },
        facts: [
          aFact('EMU.SCORE', '2025-12-31', score, { unit: 'point', park: '', topic: 'khoi-1' }),
          aFact('EMU.RANK', '2025-12-31', rank, { unit: 'rank', park: '', topic: 'khoi-1' }),
        ],
      },
    ],
  });
  await reporting.tell('emulation', 'scored', [result(9_350n, 2n)]);
  const first = await summary('scored', '2025');
  expect([figures(first, 'EMU.SCORE'), figures(first, 'EMU.RANK')]).toEqual([{ 'khoi-1': '93.5' }, { 'khoi-1': '2' }]);
  expect(figures(await summary('scored', '2025-Q3'), 'EMU.SCORE')).toEqual({});
  await reporting.tell('emulation', 'scored', [result(9_412n, 1n)]);
  expect(figures(await summary('scored', '2025'), 'EMU.SCORE')).toEqual({ 'khoi-1': '94.12' });
  expect((await summary('scored', '2025', asOf(first))).text).toBe(first.text);
});

test('an unreadable figure of one unit is parked with the unit; the summary says so and is not published', async () => {
  await reporting.record('damaged', [aBoard()]);
  await reporting.tell('fees', 'damaged', [firstInvoice, { ...firstPayment, unit: 'elsewhere:1' }, secondInvoice]);
  const answer = await summary('damaged', '2025');
  expect(answer.body.meta.parked).toBe(1);
  expect(figures(answer, 'FEE.BILLED')['']).toBe('3000');
  expect((await publish('damaged', '2025')).body.code).toBe('events_parked');
});

test('with the fee service away, a board without fees is published; one with fees says that it is unconfirmed', async () => {
  await reporting.record('apart', [aBoard(), aProject('P1')]);
  await reporting.record('owing', [aBoard(), aProject('P1')]);
  await reporting.tell('fees', 'owing', [firstInvoice]);
  const first = await summary('owing', '2025');
  await reporting.tell('fees', 'owing', [firstPayment]);
  await summary('owing', '2025');
  await reporting.fed('fees').stopServer();
  try {
    const apart = await summary('apart', '2017');
    expect(apart.body.meta).toMatchObject({ positions: { registry: 2, reporting: 0 } });
    expect(apart.body.meta.as_of).not.toBeNull();
    expect((await publish('apart', '2017')).status).toBe(201);
    const owing = await summary('owing', '2025');
    expect(owing.body.meta).toMatchObject({ as_of: null, unconfirmed: true, positions: { registry: 2, fees: 2 } });
    expect(figures(owing, 'FEE.COLLECTED')['']).toBe('1000');
    expect((await publish('owing', '2025')).body.code).toBe('registry_unconfirmed');
    expect((await summary('owing', '2025', asOf(first))).text).toBe(first.text);
  } finally {
    await reporting.fed('fees').startServer();
  }
  await eventually(async () => (await summary('owing', '2025')).body.meta.as_of !== null, { describe: 'confirmed again' });
  expect((await publish('owing', '2025')).status).toBe(201);
});
