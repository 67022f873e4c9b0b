import { period } from '@kcn/kernel';
import { createEventLog, createIdempotencyStore, createRunOnce, inTransaction } from '@kcn/messaging';
import { dropRedisPrefix, eventually } from '@kcn/testkit';
import { createActStore } from './adapters/mongo/act-store';
import { createInvoiceStore } from './adapters/mongo/invoice-store';
import { createLedgerStore } from './adapters/mongo/ledger-store';
import { createLineLinkStore } from './adapters/mongo/line-link-store';
import { createPartReads } from './adapters/mongo/part-reads';
import { createRecordStore } from './adapters/mongo/record-store';
import { createRunInputs, databaseTime } from './adapters/mongo/run-inputs';
import { createRunStore } from './adapters/mongo/run-store';
import { createPosting } from './application/ledger/post-difference';
import { createRunCreator } from './application/runs/create-run';
import { createListPlanner } from './application/runs/plan-list';
import { bankLines, MANY_THROUGH, manyContractNo, manyContracts } from './spec-support/many-contracts';
import { startFees } from './spec-support/start-fees';
import type { Answer, TestFees } from './spec-support/start-fees';

jest.setTimeout(180_000);

let fees: TestFees;
beforeAll(async () => {
  fees = await startFees();
});
afterAll(() => fees.stop());

const MAKER = { sub: 'maker', roles: ['recorder' as const] };
const CHECKER = { sub: 'checker', roles: ['approver' as const] };
const runsOf = (board: string): string => `/v1/boards/${board}/billing-runs`;

const create = (board: string, call = fees.call, through = MANY_THROUGH): Promise<Answer> =>
  call('POST', runsOf(board), { as: MAKER, body: { through, mode: 'create' } });
/** Asks again where so many at once stood in each other's way that the answer is 503. */
async function approve(board: string, id: string, call = fees.call): Promise<Answer> {
  for (;;) {
    const answer = await call('POST', `${runsOf(board)}/${id}/approval`, { as: CHECKER });
    if (answer.status !== 503) return answer;
  }
}
const inState = (board: string, id: string, state: string): Promise<Answer> =>
  eventually(
    async () => {
      const answer = await fees.call('GET', `${runsOf(board)}/${id}`);
      return answer.body.state === state ? answer : undefined;
    },
    { describe: `run ${id} is ${state}`, timeoutMs: 90_000 },
  );

/** Asks again when the service says so (503): thousands of rows in one transaction meet a busy database. */
async function load(board: string, contracts: number): Promise<void> {
  const answer = await eventually(
    async () => {
      const given = await fees.importFiles(board, manyContracts(contracts));
      return given.status === 503 ? undefined : given;
    },
    { describe: `${board} is loaded`, timeoutMs: 90_000 },
  );
  expect(answer.status).toBe(201);
}

async function waiting(board: string, call = fees.call): Promise<string> {
  const { status, body } = await create(board, call);
  expect([201, 202]).toContain(status);
  await inState(board, body.id, 'waiting');
  return body.id;
}

const stored = (board: string) => createInvoiceStore(fees.database.connection).all(undefined, board);

/** Each contract once, numbers 1..n by contract, one event each, and a ledger that folding everything finds nothing to add to. */
async function checkBilled(board: string, contracts: number): Promise<void> {
  const { connection } = fees.database;
  const issued = (await stored(board)).toSorted((a, b) => a.number - b.number);
  expect(issued.map(({ invoice, number }) => [invoice.contractNo, number])).toEqual(
    Array.from({ length: contracts }, (_, index) => [manyContractNo(index), index + 1]),
  );
  const events = (await fees.events(board)).filter(({ type }) => type === 'kcn.fees.v1.InvoiceIssued');
  expect(events.map(({ aggregate }) => aggregate).toSorted()).toEqual(issued.map(({ invoice }) => `invoice:${invoice.code}`).toSorted());
  const post = createPosting({
    records: createRecordStore(connection),
    invoices: createInvoiceStore(connection),
    ledger: createLedgerStore(connection),
    acts: createActStore(connection),
    links: createLineLinkStore(connection),
    reads: createPartReads(connection),
  });
  const { entries } = await inTransaction(connection, (session) =>
    post(session, board, { cause: 'check', actor: 'check', position: 999_999_999 }),
  );
  expect(entries).toEqual([]);
}

test('two runs at once on two processes, each approved 25 times on each: every invoice comes into force once', async () => {
  await load('doubled', 2_000);
  const twin = await fees.startTwin();
  try {
    const ids = await Promise.all([waiting('doubled'), waiting('doubled', twin.call)]);
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) => approve('doubled', ids[index % 2] ?? '', index % 4 < 2 ? fees.call : twin.call)),
    );
    const accepted = answers.filter(({ status }) => status < 300);
    expect(accepted).toHaveLength(1);
    for (const { status, body } of answers)
      if (status >= 300)
        expect([status, ['run_already_approved', 'run_is_issuing', 'run_is_outdated'].includes(body.code)]).toEqual([409, true]);
    await inState('doubled', accepted[0]?.body.id ?? '', 'issued');
    await checkBilled('doubled', 2_000);
  } finally {
    await twin.stop();
  }
});

test('a run ends by itself when Redis loses its memory and the service goes down in the middle', async () => {
  await load('cut', 6_000);
  const id = await waiting('cut');
  const approved = approve('cut', id).catch(() => undefined);
  await eventually(
    async () => {
      const { body } = await fees.call('GET', `${runsOf('cut')}/${id}`);
      return Number(body['issued']) > 0 ? body : undefined;
    },
    { describe: 'the first chunk is in force' },
  );
  await fees.restart(() => dropRedisPrefix(fees.redisPrefix));
  await approved;
  await inState('cut', id, 'issued');
  await checkBilled('cut', 6_000);
});

test('an item that cannot be issued is named and keeps the run from ending; once that is mended the run ends by itself', async () => {
  await load('blocked', 50);
  const id = await waiting('blocked');
  const invoices = fees.database.connection.collection<{ _id: string }>('invoices');
  const code = `${manyContractNo(20)}-2026-01`;
  await invoices.insertOne({ _id: `blocked/${code}`, board: 'blocked' } as { _id: string });
  expect((await approve('blocked', id)).status).toBe(202);
  const body = await eventually(
    async () => {
      const { body: run } = await fees.call('GET', `${runsOf('blocked')}/${id}`);
      return run['failure'] === null ? undefined : run;
    },
    { describe: 'the run names what it cannot issue' },
  );
  expect(body).toMatchObject({ state: 'issuing', issued: 20, failure: { invoice: code } });
  await invoices.deleteOne({ _id: `blocked/${code}` });
  expect((await inState('blocked', id, 'issued')).body).toMatchObject({ failure: null, issued: 50 });
  await checkBilled('blocked', 50);
});

test('a list that an import overtakes while it is made is made anew', async () => {
  await load('anew', 1_500);
  const { connection } = fees.database;
  const [log, runs, inputs] = [createEventLog({ connection }), createRunStore(connection), createRunInputs(connection)];
  const runOnce = createRunOnce({ connection, idempotency: createIdempotencyStore({ connection }) });
  const begin = createRunCreator({
    log,
    runs,
    inputs,
    runOnce,
    requestWork: () => Promise.resolve(),
    now: () => databaseTime(connection),
  });
  const command = { board: 'anew', key: 'begin', requestHash: '12345678' };
  const { id } = (await begin({ command, through: period(MANY_THROUGH), actor: 'maker' })).response;
  let reads = 0;
  const plan = createListPlanner({
    connection,
    log,
    records: createRecordStore(connection),
    acts: createActStore(connection),
    invoices: createInvoiceStore(connection),
    runs,
    inputs: {
      ...inputs,
      async contractsAfter(...given) {
        const found = await inputs.contractsAfter(...given);
        // Behind what has been read, so that only the whole list anew can have it.
        if ((reads += 1) === 1) await fees.importFiles('anew', { 'fee-contracts.csv': contractBefore });
        return found;
      },
    },
    mostPerContract: 400,
  });
  const contractBefore = Buffer.from(manyContracts(1)['fee-contracts.csv']?.toString().replace(manyContractNo(0), 'HT-0') ?? '');
  const attempt = { signal: new AbortController().signal, fence: () => Promise.resolve(), report: () => Promise.resolve() };
  expect(await plan('anew', id, attempt)).toMatchObject({ state: 'waiting', invoices: 1_501 });
  const lists = await connection.collection('run_invoices').distinct('run', { board: 'anew' });
  expect(lists).toEqual([`${id}/2`]);
});

test('once everything is issued, a run has nothing to look at until something that charges depend on changes', async () => {
  await load('again', 300);
  await approve('again', await waiting('again'));
  expect(await create('again')).toMatchObject({ status: 409, body: { code: 'nothing_to_issue' } });
  const runs = fees.database.connection.collection('billing_runs');
  expect(await runs.countDocuments({ board: 'again' })).toBe(1);
  expect((await fees.importFiles('again', manyContracts(301))).status).toBe(201);
  expect(await create('again')).toMatchObject({ status: 201, body: { invoices: 1 } });
});

test('a contract that would get too many invoices at once is parked and the others are issued', async () => {
  const { 'fee-contracts.csv': contracts = Buffer.alloc(0), 'fee-tariffs.csv': tariffs = Buffer.alloc(0) } = manyContracts(3);
  await fees.importFiles('parked', {
    'fee-tariffs.csv': Buffer.from(tariffs.toString().replaceAll('2026-01-01', '1926-01-01')),
    'fee-contracts.csv': Buffer.from(contracts.toString().replace('2026-01-01', '1926-01-01')),
  });
  const { body } = await create('parked');
  expect(body).toMatchObject({
    state: 'waiting',
    invoices: 2,
    parked: [{ contract_no: manyContractNo(0), invoices: 1_201, limit: 400 }],
  });
});

test('the ledger of a run chunk by chunk is the fold of everything, with lines before and after, credit and reversals', async () => {
  await load('paid', 40);
  const text = (index: number): string => `HT ${String(index).padStart(6, '0')}`;
  const lines = bankLines([
    { ref: 'FT1', amount: 5_000_000n, text: `${text(3)} ${text(4)}` },
    { ref: 'FT2', amount: 1_000n, text: `hop dong ${text(5)}` },
    // Contract 10: 1,010 m² × 12,000 đ × 31 ÷ 365 = 1,029,370 đ, with VAT 1,132,307 đ.
    { ref: 'FT3', amount: 1_132_307n, text: 'MST 9900000005' },
    { ref: 'RV1', amount: -1_000n, text: 'HOAN FT2' },
  ]);
  expect((await fees.importFiles('paid', lines)).status).toBe(201);
  const id = await waiting('paid');
  await approve('paid', id);
  await inState('paid', id, 'issued');
  await checkBilled('paid', 40);
  const paid = (await createLedgerStore(fees.database.connection).all(undefined, 'paid')).filter(({ kind }) => kind === 'ALLOCATED');
  expect(paid.find(({ source }) => source === '1001/FT3')).toMatchObject({ contractNo: manyContractNo(10), cause: `run:${id}` });
  const code = `${text(7)} 2026 01`;
  const more = bankLines([
    { ref: 'FT4', amount: 9_999_999n, text: `phi ${code}` },
    { ref: 'RV2', amount: -5_000_000n, text: 'tra lai FT1' },
    { ref: 'FT5', amount: 77n, text: 'khong ro' },
  ]);
  expect((await fees.importFiles('paid', more)).status).toBe(201);
  await checkBilled('paid', 40);
});
