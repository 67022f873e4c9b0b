import { eventually } from '@kcn/testkit';
import type { TestTokenClaims } from '@kcn/testkit';
import { badFiles, expectedReport, feeFiles, statements } from './spec-support/sample-files';
import { startFees } from './spec-support/start-fees';
import type { Answer, TestFees } from './spec-support/start-fees';

let fees: TestFees;
beforeAll(async () => {
  fees = await startFees();
});
afterAll(() => fees.stop());

const ACCOUNTANT = { sub: 'accountant', roles: ['recorder' as const, 'approver' as const] };
const SECOND = { sub: 'second', roles: ['approver' as const] };
const path = (board: string, rest: string): string => `/v1/boards/${board}${rest}`;

const run = (board: string, mode: 'dry-run' | 'create', through = '2026-09', key?: string): Promise<Answer> =>
  fees.call('POST', path(board, '/billing-runs'), { as: ACCOUNTANT, body: { through, mode }, ...(key === undefined ? {} : { key }) });
const approve = (board: string, id: string, as: TestTokenClaims = SECOND): Promise<Answer> =>
  fees.call('POST', path(board, `/billing-runs/${id}/approval`), { as });
const report = (board: string): Promise<Answer> => fees.call('GET', path(board, '/report?as_of=2026-09-30'));

/** What expected.json says of an invoice; ours has its number besides. */
function compared({ body }: Answer): Record<string, unknown> {
  const invoices = body.invoices.map((invoice) => {
    const { number: _number, symbol: _symbol, creditor: _creditor, ...rest } = invoice as Record<string, unknown>;
    return rest;
  });
  return { ...body, invoices };
}

async function issue(board: string, through = '2026-09'): Promise<Answer> {
  const created = await run(board, 'create', through);
  expect([created.status, created.body.state]).toEqual([201, 'waiting']);
  const issued = await approve(board, created.body.id);
  expect([issued.status, issued.body.state]).toEqual([200, 'issued']);
  return issued;
}

const FORMATS = ['csv', 'camt053', 'mt940'] as const;

test.each(FORMATS)('load, run, match and report give expected.json with the statement as %s', async (format) => {
  const board = `sample-${format}`;
  const loaded = await fees.importFiles(board, { ...feeFiles(), ...statements() }, { query: `&statement=${format}` });
  expect([loaded.status, loaded.body['errors']]).toEqual([201, []]);
  await issue(board);
  expect(compared(await report(board))).toEqual(expectedReport());
});

test('every statement at once is the same lines, and a second import changes nothing', async () => {
  const files = { ...feeFiles(), ...statements() };
  const first = await fees.importFiles('twice', files);
  expect(first.status).toBe(201);
  const before = (await fees.events('twice')).length;
  const again = await fees.importFiles('twice', files);
  expect(again.status).toBe(201);
  for (const file of again.body.files) expect(file).toMatchObject({ added: 0, corrected: 0 });
  expect(await fees.events('twice')).toHaveLength(before);
  expect((await report('twice')).body['lines']).toHaveLength(551);
});

test.each(badFiles())('$file is refused at $where and changes nothing', async ({ file, where, files }) => {
  const refused = await fees.importFiles('bad', files());
  expect([refused.status, refused.body.code]).toEqual([422, 'import_refused']);
  expect(refused.body.report.errors.map((error) => error.where)).toEqual([where]);
  expect(file).not.toBe('');
  expect(await fees.events('bad')).toEqual([]);
  expect(await fees.database.connection.collection('records').countDocuments({ board: 'bad' })).toBe(0);
});

test('a line under a stored reference with another amount is refused', async () => {
  const header = 'account,booked_on,value_on,amount,currency,bank_ref,remitter,description\n';
  const line = (amount: string) => ({ 'bank-statement.csv': Buffer.from(`${header}1,2026-01-02,,${amount},VND,FT1,A,B\n`) });
  expect((await fees.importFiles('refs', line('100'))).status).toBe(201);
  const refused = await fees.importFiles('refs', line('101'));
  expect(refused.body.report.errors).toMatchObject([{ where: 'line 2 column bank_ref', code: 'bank_ref_reused' }]);
  expect(await fees.events('refs')).toHaveLength(1);
});

describe('billing', () => {
  beforeAll(async () => {
    expect((await fees.importFiles('bills', feeFiles())).status).toBe(201);
  });

  test('a dry run changes nothing; the maker may not approve; two approvals at once issue once; a repeated run gives none', async () => {
    const recorded = (await fees.events('bills')).length;
    const dry = await run('bills', 'dry-run');
    expect([dry.status, dry.body.invoices.length, dry.body['errors'], dry.body['differences']]).toEqual([200, 555, [], []]);
    expect(await fees.events('bills')).toHaveLength(recorded);

    const created = await run('bills', 'create');
    const { id } = created.body;
    const twin = (await run('bills', 'create')).body;
    expect(await approve('bills', id, ACCOUNTANT)).toMatchObject({ status: 403, body: { code: 'maker_is_not_checker' } });
    expect((await approve('bills', id, { sub: 'r', roles: ['recorder'] })).status).toBe(403);

    const both = await Promise.all([approve('bills', id), approve('bills', id)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const events = (await fees.events('bills')).slice(recorded);
    expect(events.filter(({ type }) => type === 'kcn.fees.v1.InvoiceIssued')).toHaveLength(555);
    expect(events.filter(({ type }) => type === 'kcn.fees.v1.BillingRunApproved')).toHaveLength(1);

    expect(await approve('bills', id)).toMatchObject({ status: 409, body: { code: 'run_already_approved' } });
    expect(await approve('bills', twin.id)).toMatchObject({ status: 409, body: { code: 'run_is_outdated' } });

    const repeated = await run('bills', 'dry-run');
    expect(repeated.body).toMatchObject({ invoices: [], differences: [], unchanged: 555 });
    expect(await run('bills', 'create')).toMatchObject({ status: 409, body: { code: 'nothing_to_issue' } });
  });

  test('numbers run from 1 without gap in each creditor’s year, by date, contract and period', async () => {
    const { body } = await report('bills');
    const rows = body.invoices as readonly { code: string; invoice_date: string; creditor: string; number: number }[];
    const series = new Map<string, number[]>();
    for (const { creditor, invoice_date: date, number } of rows) {
      const key = `${creditor} ${date.slice(0, 4)}`;
      series.set(key, [...(series.get(key) ?? []), number]);
    }
    expect([...series.keys()].toSorted()).toEqual(['ptht-loc-son 2025', 'ptht-loc-son 2026', 'ptht-phu-hoi 2025', 'ptht-phu-hoi 2026']);
    for (const numbers of series.values()) expect(numbers).toEqual(numbers.map((_number, index) => index + 1));
  });

  test('a price that is corrected later shows as a difference and changes no invoice', async () => {
    const tariffs = feeFiles()['fee-tariffs.csv']?.toString().replace('M2_YEAR,0.45,', 'M2_YEAR,0.46,') ?? '';
    const corrected = await fees.importFiles('bills', { 'fee-tariffs.csv': Buffer.from(tariffs) });
    expect(corrected.body.files[0]).toMatchObject({ added: 0, corrected: 1, unchanged: 14 });
    const { body } = await run('bills', 'dry-run');
    expect(body.invoices).toEqual([]);
    expect((body['differences'] as unknown[]).length).toBeGreaterThan(0);
  });

  test('the way to a total is told step by step', async () => {
    const { body } = await fees.call('GET', path('bills', '/invoices/LS-HT-001-2025-Q1/explanation'));
    const steps = body['steps'] as readonly { en: string }[];
    expect(steps.at(-1)?.en).toBe('Total: 39334108 VND');
    expect(await fees.call('GET', path('bills', '/invoices/none/explanation'))).toMatchObject({ status: 404 });
  });
});

test('numbers go on where the run before ended; without creditors there is one series', async () => {
  const { 'creditors.csv': _creditors, 'creditor-parks.csv': _parks, ...files } = feeFiles();
  await fees.importFiles('plain', files);
  const first = (await issue('plain', '2025-03')).body['blocks'] as readonly { first: number; count: number }[];
  const second = (await issue('plain', '2025-04')).body['blocks'] as readonly { first: number; count: number }[];
  expect(first).toMatchObject([{ creditor: '', symbol: '', year: 2025, first: 1 }]);
  expect(second).toMatchObject([{ year: 2025, first: (first[0]?.count ?? 0) + 1 }]);
});

test('the ledger holds what expected.json says, whichever came first, and is posted once', async () => {
  const { 'bank-statement.csv': statement = Buffer.alloc(0) } = statements();
  await fees.importFiles('lines-first', { ...feeFiles(), 'bank-statement.csv': statement });
  await issue('lines-first', '2025-12');
  await issue('lines-first');
  await fees.importFiles('bills-first', feeFiles());
  await issue('bills-first');
  await fees.importFiles('bills-first', { 'bank-statement.csv': statement });
  await fees.importFiles('bills-first', statements());

  // Debit balances above zero, by expected.json's totals.
  const { totals } = expectedReport() as { totals: Record<string, number> };
  const { net = 0, vat = 0, open = 0, credit = 0, matched = 0, reversed = 0, unmatched = 0 } = totals;
  const closings = { 112: matched + unmatched + reversed, 131: open, '131UT': -credit, 3388: -unmatched, 511: -net, 33311: -vat };
  for (const board of ['lines-first', 'bills-first']) {
    const { body } = await fees.call('GET', path(board, '/trial-balance?from=2025-01-01&to=2026-09-30'));
    const rows = body['rows'] as readonly { code: string; closing: number; debit: number; credit: number }[];
    expect(Object.fromEntries(rows.map(({ code, closing }) => [code, closing]))).toEqual(closings);
    expect(rows.reduce((sum, row) => sum + row.debit - row.credit, 0)).toBe(0);
  }
  const entries = await fees.database.connection.collection('ledger_entries').find({ board: 'bills-first' }).toArray();
  const causes = new Set(entries.map((entry) => (entry as unknown as { cause: string }).cause.replace(/:.*/, '')));
  // The statements that were sent again posted nothing.
  expect([...causes].toSorted()).toEqual(['import', 'run']);
  expect(new Set(entries.map((entry) => (entry as unknown as { cause: string }).cause)).size).toBe(2);
});

test('who may not know a board finds nothing there', async () => {
  const stranger = { sub: 'stranger', roles: ['reader' as const], boards: ['elsewhere'] };
  expect((await fees.call('GET', path('bills', '/report?as_of=2026-09-30'), { as: stranger })).status).toBe(404);
  expect((await fees.call('GET', path('bills', '/imports/x'), { as: stranger })).status).toBe(404);
  expect(await fees.call('GET', path('nobody', '/report?as_of=2026-09-30'))).toMatchObject({
    status: 404,
    body: { code: 'unknown_board' },
  });
});

test('everything recorded is sent to the topic', async () => {
  const { length } = await fees.events('bills');
  const head = await eventually(
    async () => {
      const { body } = await fees.call('GET', path('bills', '/log/head'));
      return body['published'] === length ? body : undefined;
    },
    { describe: 'all of bills is published' },
  );
  expect(head).toMatchObject({ position: length, published: length });
});

test('the API describes every route', async () => {
  const { paths } = (await fees.call('GET', '/openapi.json')).body as unknown as { paths: Record<string, unknown> };
  expect(Object.keys(paths).toSorted()).toEqual(
    [
      'acts',
      'acts/{id}',
      'acts/{id}/confirmation',
      'acts/{id}/rejection',
      'adjustments',
      'bank-lines/{account}/{ref}/decision',
      'bank-lines/{account}/{ref}/undo',
      'bank-profiles',
      'bank-profiles/{account}',
      'bank-profiles/{account}/history',
      'billing-from',
      'billing-runs',
      'billing-runs/{id}',
      'billing-runs/{id}/approval',
      'billing-runs/{id}/printings',
      'cash-receipts',
      'cash-receipts/{cash_box}/{receipt_no}/return',
      'contracts/{contract_no}/end',
      'contracts/{contract_no}/registry',
      'contracts/{no}/statement',
      'debtors/{tax_code}/reconciliation',
      'debtors/{tax_code}/reminder',
      'exemptions',
      'fee-plans',
      'fee-plans/{year}',
      'fee-plans/{year}/approval',
      'fee-plans/{year}/edits',
      'fee-plans/{year}/performance',
      'fee-plans/{year}/return',
      'fee-plans/{year}/revision',
      'fee-plans/{year}/submission',
      'imports',
      'imports/{id}',
      'instalment-agreements',
      'interest-notes',
      'invoices/{code}/draft.xml',
      'invoices/{code}/explanation',
      'invoices/{code}/notice',
      'log/head',
      'months',
      'months/{month}/closing',
      'months/{month}/reopening',
      'printings/{id}',
      'printings/{id}/notices.pdf',
      'provision',
      'refunds',
      'reminders',
      'reminders/run',
      'reminders/{id}',
      'reminders/{id}/letter',
      'report',
      'tasks',
      'tasks/{id}/done',
      'trial-balance',
      'write-offs',
    ]
      .map((route) => `/v1/boards/{board}/${route}`)
      .toSorted(),
  );
});
