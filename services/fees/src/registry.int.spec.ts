import { eventually } from '@kcn/testkit';
import { ACCOUNTANT, accountingBoard, READER, SECOND, TOTAL } from './spec-support/accounting-board';
import { aLease, aPark, aProject, aProjectEvent } from './spec-support/registry-stand-in';
import { startFees } from './spec-support/start-fees';
import type { Answer, TestFees } from './spec-support/start-fees';

let fees: TestFees;
beforeAll(async () => {
  fees = await startFees({ registry: true });
});
afterAll(() => fees.stop());

const REASON = { reason: 'kiểm thử' };
interface Task {
  readonly id: string;
  readonly code: string;
  readonly subject: string;
  readonly day: string;
  readonly vi: string;
}
const warningsOf = ({ body }: Answer) =>
  (body['warnings'] as { code: string; where: string; en: string }[]).map(({ code, where }) => `${code} ${where}`);

type Board = ReturnType<typeof accountingBoard>;
const openTasks = async (board: Board): Promise<readonly Task[]> => (await board.get('/tasks?open=true')).body['items'] as Task[];
/** Waits for the registry's topic to have brought what raises exactly these tasks. */
const tasksOnce = (board: Board, ...codes: readonly string[]): Promise<readonly Task[]> =>
  eventually(
    async () => {
      const tasks = await openTasks(board);
      return tasks.map(({ code }) => code).join() === codes.join() && tasks;
    },
    { describe: `tasks ${codes.join()}` },
  );
const newCodes = async (board: Board, through: string): Promise<string[]> =>
  (await board.post('/billing-runs', ACCOUNTANT, { through, mode: 'dry-run' })).body.invoices.map(({ code }) => code).sort();

test('a terminated project raises a task, and charges stop the day before it once an accountant ends the contract', async () => {
  const board = accountingBoard(fees, 'ended');
  await board.start();
  const { record } = fees.registry();
  await record('ended', aPark('kcn-a', 'Khu A'), aProject('P-C-1'), aProject('P-C-2'), aLease('L1', 'P-C-1'));
  await record('ended', aProjectEvent('P-C-1', { date: '2026-05-15' }));
  const [task] = await tasksOnce(board, 'project_terminated');
  expect(task).toMatchObject({ code: 'project_terminated', subject: 'C-1', day: '2026-05-15' });
  expect(task?.vi).toContain('2026-05-14');
  // The event alone stops nothing: the end is the accountant's (FORMATS §4).
  const all = ['C-1', 'C-2'].flatMap((no) => ['04', '05', '06'].map((month) => `${no}-2026-${month}`));
  expect(await newCodes(board, '2026-06')).toEqual(all);

  expect(await board.post('/contracts/C-2/end', ACCOUNTANT, REASON)).toMatchObject({ status: 409, body: { code: 'no_termination_known' } });
  expect(await board.post('/contracts/none/end', ACCOUNTANT, REASON)).toMatchObject({ status: 404 });
  expect(await board.post('/contracts/C-1/end', READER, REASON)).toMatchObject({ status: 403 });
  const ended = await board.post('/contracts/C-1/end', ACCOUNTANT, REASON);
  expect(ended).toMatchObject({ status: 201, body: { state: 'confirmed', content: { contract_no: 'C-1', end: '2026-05-14' } } });
  expect(await newCodes(board, '2026-06')).toEqual(all.filter((code) => code !== 'C-1-2026-06'));
  expect(await openTasks(board)).toEqual([]);
  expect((await board.get('/contracts/C-1/registry')).body).toMatchObject({
    given_end: '2026-05-14',
    park: { name: 'Khu A' },
    project: { project_code: 'P-C-1', terminated_on: '2026-05-15' },
    leases: [{ lease_no: 'L1', area_m2: '1000', to: null }],
  });

  await board.issue('2026-06');
  // The registry corrects itself: the accountant takes the end back, and the next run makes up for it.
  await record('ended', { kind: 'project-events', unit: 'project:P-C-1', key: 'P-C-1|2026-05-15|1' });
  await board.post('/contracts/C-1/end', ACCOUNTANT, { end: null, ...REASON });
  expect(await newCodes(board, '2026-06')).toEqual(['C-1-2026-06']);
  await board.issue('2026-06');
  expect((await board.balances())['C-1']).toMatchObject({ invoiced: 6 * TOTAL });
  const isCorrected = async (): Promise<boolean> => {
    const { given_end: given, project } = (await board.get('/contracts/C-1/registry')).body;
    return given === null && (project as { terminated_on: string | null }).terminated_on === null;
  };
  await eventually(isCorrected, { describe: 'the correction has come' });
});

test('an end before what was issued is carried by an adjustment; an issued invoice never changes', async () => {
  const board = accountingBoard(fees, 'ended-late');
  await board.start();
  await board.post('/contracts/C-1/end', ACCOUNTANT, { end: '2026-02-10', ...REASON });
  const { body } = await board.post('/billing-runs', ACCOUNTANT, { through: '2026-03', mode: 'dry-run' });
  // February is charged by the month, March not at all.
  expect(body['differences']).toEqual([{ code: 'C-1-2026-03', net_difference: -100_000, total_difference: -TOTAL }]);
  const wish = { invoices: ['C-1-2026-03'], agreement: 'BB 1', invoice_date: '2026-03-31', ...REASON };
  const proposed = (await board.post('/adjustments', ACCOUNTANT, wish)).body['items'] as { id: string }[];
  expect(await board.confirm(proposed[0]?.id ?? '', SECOND)).toMatchObject({ status: 200 });
  expect((await board.balances())['C-1']).toMatchObject({ balance: 2 * TOTAL });
});

test('a changed lease raises a task for each contract of its project in its park; the same lease again does not', async () => {
  const board = accountingBoard(fees, 'lease');
  await board.start('2026-01');
  const { record } = fees.registry();
  await record('lease', aProject('P-C-1'), aProject('P-C-2'), aLease('L1', 'P-C-1'), aLease('L9', 'P-C-1', { parkCode: 'kcn-b' }));
  await record('lease', aLease('L1', 'P-C-1'), aLease('L9', 'P-C-1', { parkCode: 'kcn-b', areaHundredthsM2: 1n }));
  await record('lease', aLease('L1', 'P-C-1', { areaHundredthsM2: 80_050n, to: '2026-12-31' }));
  const [task] = await tasksOnce(board, 'lease_changed');
  expect(task).toMatchObject({ code: 'lease_changed', subject: 'C-1/L1' });
  expect(task?.vi).toContain('diện tích m² 1000 → 800.5; đến ngày – → 2026-12-31');
  await board.post(`/tasks/${encodeURIComponent(task?.id ?? '')}/done`, ACCOUNTANT, REASON);
  expect(await openTasks(board)).toEqual([]);
  // Another change is another task.
  await record('lease', { kind: 'leases', unit: 'lease:L1', key: 'L1' });
  expect(await tasksOnce(board, 'lease_changed')).toMatchObject([{ subject: 'C-1/L1', vi: expect.stringContaining('rút') as string }]);
});

test('a contract asks the registry for a project that has not come yet; without the registry it is taken with a warning, and billed', async () => {
  const board = accountingBoard(fees, 'asked');
  const registry = fees.registry();
  await board.start('2026-01');
  const before = registry.asked.length;
  const head =
    'contract_no,park_code,project_code,enterprise_tax_code,enterprise_name,tariff_code,area_m2,start,end,billing,timing,proration,grace_until,discount_percent,due_days,late_regime,late_rate_percent,water_percent';
  const contract = (no: string, project: string): string =>
    `${no},kcn-a,${project},9900009999,Doanh nghiệp,T-1,1000,2026-01-01,,MONTH,ADVANCE,MONTH,,,10,CIVIL,10,`;
  const load = (...rows: readonly string[]): Promise<Answer> =>
    fees.importFiles('asked', { 'fee-contracts.csv': Buffer.from(`${[head, ...rows].join('\n')}\n`) });

  const terminated = { projectCode: 'P-7', seq: 1, date: '2026-03-10', type: 'TERMINATE_EXP', currency: '', decisionNo: '', note: '' };
  registry.knows('asked', aProject('P-7'), [terminated]);
  const loaded = await load(contract('C-7', 'P-7'), contract('C-8', 'P-8'), contract('C-9', ''));
  expect([loaded.status, warningsOf(loaded)]).toEqual([201, ['project_not_registered line 3 column project_code']]);
  expect(registry.asked.slice(before)).toEqual([['P-7', 'P-8']]);
  // What it answered is known without any event.
  expect(await openTasks(board)).toMatchObject([
    ...['C-1', 'C-2', 'C-8'].map((subject) => ({ code: 'project_unknown', subject })),
    { code: 'project_terminated', subject: 'C-7', day: '2026-03-10' },
  ]);
  // An older event that comes later takes nothing back, and known projects are not asked for again.
  await registry.record('asked', aProject('P-7'), aProject('P-8'));
  expect((await tasksOnce(board, 'project_unknown', 'project_unknown', 'project_terminated')).map(({ subject }) => subject)).toEqual([
    'C-1',
    'C-2',
    'C-7',
  ]);
  await load(contract('C-7', 'P-7'), contract('C-8', 'P-8'));
  expect(registry.asked).toHaveLength(before + 1);

  await registry.stopServer();
  const alone = await load(contract('C-10', 'P-10'));
  expect([alone.status, warningsOf(alone)]).toEqual([
    201,
    ['contract_no_begins line 2 column contract_no', 'registry_not_reached line 2 column project_code'],
  ]);
  await board.issue('2026-02');
  expect(Object.keys(await board.invoices('2026-02-28'))).toContain('C-10-2026-02');
  await registry.startServer();
});
