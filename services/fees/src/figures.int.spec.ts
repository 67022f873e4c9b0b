import { figureFactsRecorded } from '@kcn/contracts';
import type { figureFactsV1 } from '@kcn/contracts';
import type { LogEntry } from '@kcn/messaging';
import { eventually } from '@kcn/testkit';
import { expectedCollection } from './spec-support/sample-collection';
import { feeFiles, statements } from './spec-support/sample-files';
import { startFees } from './spec-support/start-fees';
import type { TestFees } from './spec-support/start-fees';

let fees: TestFees;
beforeAll(async () => {
  fees = await startFees();
});
afterAll(() => fees.stop());

const ACCOUNTANT = { sub: 'accountant', roles: ['recorder' as const, 'approver' as const] };
const SECOND = { sub: 'second', roles: ['approver' as const] };
const path = (board: string, rest: string): string => `/v1/boards/${board}${rest}`;

async function issue(board: string): Promise<void> {
  const { body } = await fees.call('POST', path(board, '/billing-runs'), { as: ACCOUNTANT, body: { through: '2026-09', mode: 'create' } });
  await fees.call('POST', path(board, `/billing-runs/${body.id}/approval`), { as: SECOND });
  await eventually(async () => (await fees.call('GET', path(board, `/billing-runs/${body.id}`))).body.state === 'issued', {
    describe: `the run of ${board} is issued`,
  });
}

const toldEvents = async (board: string): Promise<LogEntry[]> =>
  (await fees.events(board)).filter(({ type }) => type === figureFactsRecorded.type);

/** What the last version of each unit says, by kind of record, so that the units' own names do not matter. */
async function toldRecords(board: string): Promise<figureFactsV1.FigureRecord[]> {
  const last = new Map<string, figureFactsV1.FigureFactsRecorded>();
  for (const { aggregate, payload } of await toldEvents(board)) last.set(aggregate, figureFactsRecorded.codec.decode(payload));
  const records = [...last.values()].flatMap((unit) => unit.records);
  return records.sort((a, b) => (`${a.kind} ${a.key}` < `${b.kind} ${b.key}` ? -1 : 1));
}

function sum(records: readonly figureFactsV1.FigureRecord[], indicator: string, { from = '', to = '9' } = {}): bigint {
  const facts = records.flatMap((record) => record.facts);
  return facts.reduce((total, f) => (f.indicator === indicator && f.date >= from && f.date <= to ? total + f.value : total), 0n);
}

const expected = expectedCollection();
const planRow = (year: number) =>
  (expected.plan as unknown as { year: number; service: string; park_code: string; expected: number; collected: number }[]).find(
    (row) => row.year === year && row.service === '*' && row.park_code === '*',
  );
const overdue = (expected.ageing as unknown as { bucket: string; amount: number }[])
  .filter(({ bucket }) => bucket !== 'not due')
  .reduce((total, { amount }) => total + BigInt(amount), 0n);
const year = (of: number) => ({ from: `${String(of)}-01-01`, to: `${String(of)}-12-31` });

function expectSample(records: readonly figureFactsV1.FigureRecord[]): void {
  expect(sum(records, 'FEE.BILLED', { to: expected.as_of })).toBe(BigInt(expected.totals['total'] as number));
  expect(sum(records, 'FEE.OVERDUE', { to: expected.as_of })).toBe(overdue);
  for (const planned of [2025, 2026]) {
    expect(sum(records, 'FEE.PLAN', year(planned))).toBe(BigInt(planRow(planned)?.expected ?? -1));
    expect(sum(records, 'FEE.COLLECTED', year(planned))).toBe(BigInt(planRow(planned)?.collected ?? -1));
  }
}

test('the log tells the sample’s figures, each unit’s versions without a gap, by whom and why', async () => {
  await fees.importFiles('first', { ...feeFiles(), ...statements() }, { query: '&statement=csv' });
  await issue('first');
  expectSample(await toldRecords('first'));
  const events = await toldEvents('first');
  const versions = new Map<string, number>();
  for (const { aggregate, aggregateVersion } of events) {
    expect([aggregate, aggregateVersion]).toEqual([aggregate, (versions.get(aggregate) ?? 0) + 1]);
    versions.set(aggregate, aggregateVersion);
  }
  for (const { actor, cause } of events) {
    expect(['recorder', 'accountant', 'second']).toContain(actor);
    expect(cause).toMatch(/^(import|run):/);
  }
  const again = events.length;
  await fees.importFiles('first', { ...feeFiles(), ...statements() });
  expect(await toldEvents('first')).toHaveLength(again);
});

test('billed first and paid line by line afterwards, the figures come out the same', async () => {
  await fees.importFiles('later', feeFiles());
  await issue('later');
  const bank = statements()['bank-statement.csv'];
  if (!bank) throw new Error('the sample has no bank-statement.csv');
  const [header = '', ...lines] = bank.toString('utf8').trimEnd().split('\n');
  const third = Math.ceil(lines.length / 3);
  // The latest payments come in first, so that what is matched later moves what was matched before.
  for (const part of [lines.slice(2 * third), lines.slice(0, third), lines.slice(third, 2 * third)]) {
    const file = Buffer.from(`${[header, ...part].join('\n')}\n`);
    expect((await fees.importFiles('later', { 'bank-statement.csv': file })).status).toBe(201);
  }
  const records = await toldRecords('later');
  expectSample(records);
  const paid = (all: readonly figureFactsV1.FigureRecord[]) => all.filter(({ kind }) => kind !== 'fee-plan');
  expect(paid(records)).toEqual(paid(await toldRecords('first')));
});

test('money that came in without an invoice counts under its contract’s service', async () => {
  await fees.importFiles('credit', feeFiles());
  await issue('credit');
  const header = 'account,booked_on,value_on,amount,currency,bank_ref,remitter,description\n';
  const line = '1002003001,2026-09-28,,90000000000,VND,FT-CREDIT,A,LS-QL-002 nop truoc\n';
  expect((await fees.importFiles('credit', { 'bank-statement.csv': Buffer.from(header + line) })).status).toBe(201);
  const credit = (await toldRecords('credit')).find(({ key }) => key === '1002003001|FT-CREDIT|credit|LS-QL-002');
  expect(credit?.facts).toMatchObject([{ indicator: 'FEE.COLLECTED', topic: 'MANAGEMENT', park: 'loc-son', date: '2026-09-28' }]);
});
