import { createHash } from 'node:crypto';
import { eventually } from '@kcn/testkit';
import { decodePdfQr, pdfTexts } from '@kcn/testkit/reading';
import { ACCOUNTANT, accountingBoard, READER } from './spec-support/accounting-board';
import { MANY_THROUGH, manyContracts } from './spec-support/many-contracts';
import { readTransfer } from './spec-support/read-transfer';
import { startFees } from './spec-support/start-fees';
import type { Answer, TestFees } from './spec-support/start-fees';

const BOARD = 'printing';
/** More than the list is read by at once; every second contract has the other creditor, and each creditor its own numbers. */
const CONTRACTS = 220;
const CREDITORS = {
  'creditors.csv': Buffer.from(
    'creditor,name,tax_code,address,bank_bin,account,invoice_symbol\n' +
      'ct,Công ty hạ tầng,9900000108,"KCN Một, Lâm Đồng",970436,0123456789,1C26TCT\n' +
      'tt,Trung tâm khai thác,9900000203,"KCN Hai, Lâm Đồng",970415,113366668888,1C26TTT\n',
  ),
  'creditor-parks.csv': Buffer.from(
    `creditor,park_code,service\n${['ct,park-0', 'tt,park-1', 'ct,park-2', 'tt,park-3'].map((row) => `${row},INFRA\n`).join('')}`,
  ),
};

interface PrintedJson {
  readonly href: string;
  readonly documents: number;
  readonly pages: number;
  readonly bytes: number;
  readonly sha256: string;
}

let fees: TestFees;
let run: string;
const path = (rest: string): string => `/v1/boards/${BOARD}${rest}`;
beforeAll(async () => {
  fees = await startFees();
  expect((await fees.importFiles(BOARD, { ...manyContracts(CONTRACTS), ...CREDITORS })).status).toBe(201);
  await accountingBoard(fees, BOARD).issue(MANY_THROUGH);
  run = ((await fees.call('GET', path('/billing-runs'))).body['items'] as { id: string }[])[0]?.id ?? '';
}, 300_000);
afterAll(() => fees.stop());

const begin = (as = ACCOUNTANT, board = BOARD, of = run): Promise<Answer> =>
  fees.call('POST', `/v1/boards/${board}/billing-runs/${of}/printings`, { as, body: {} });

async function finish(id: string, board = BOARD): Promise<PrintedJson> {
  const ended = async () => {
    const { body } = await fees.call('GET', `/v1/boards/${board}/printings/${id}`);
    return /done|failed/.test(body.state) && body;
  };
  const body = await eventually(ended, { describe: 'the printing has ended', timeoutMs: 200_000 });
  if (body.state === 'failed') throw new Error(JSON.stringify(body));
  return body['file'] as PrintedJson;
}

test('gives one file of all notices in the order of the run, the same again although the service went down meanwhile', async () => {
  const begun = await begin();
  expect([begun.status, begun.body.state]).toEqual([202, expect.stringMatching(/queued|running/)]);
  const file = await finish(begun.body.id);
  expect(file).toMatchObject({ documents: CONTRACTS, pages: CONTRACTS, refused_count: 0, refused: [] });
  const fetched = await fees.download(file.href);
  expect([fetched.headers.get('content-type'), fetched.bytes.length]).toEqual(['application/pdf', file.bytes]);
  expect(createHash('sha256').update(fetched.bytes).digest('hex')).toBe(file.sha256);
  expect((await fees.download(file.href, { 'if-none-match': `"${file.sha256}"` })).status).toBe(304);

  const pages = await pdfTexts(fetched.bytes);
  const heads = pages.map((text) => /theo hóa đơn (\S+) \(ký hiệu (\S+), số (\d+),/.exec(text)?.slice(1) ?? []);
  const issued = (await fees.call('GET', path('/report?as_of=2026-01-31'))).body.invoices as unknown as {
    readonly code: string;
    readonly symbol: string;
    readonly number: number;
    readonly total: number;
  }[];
  expect(heads).toEqual(issued.map(({ code, symbol, number }) => [code, symbol, String(number)]));
  expect(readTransfer(await decodePdfQr(fetched.bytes, CONTRACTS))).toEqual({
    ...{ bin: '970415', account: '113366668888' },
    ...{ amount: issued.at(-1)?.total, purpose: 'HT000219202601' },
  });
  // A notice is the same, alone or among others.
  const alone = await fees.download(path(`/invoices/${issued[0]?.code ?? ''}/notice`));
  expect(pages[0]).toBe((await pdfTexts(alone.bytes))[0]);

  // The service goes down in the middle of the second one, and comes up to end it.
  const second = await begin();
  await fees.restart();
  const again = await finish(second.body.id);
  expect([again.sha256, again.bytes]).toEqual([file.sha256, file.bytes]);
  expect(Buffer.from((await fees.download(again.href)).bytes).equals(fetched.bytes)).toBe(true);
}, 300_000);

test('names what has no notice and prints the others; where there is none at all it says why', async () => {
  const board = accountingBoard(fees, 'some');
  await board.start('2026-01', CREDITORS);
  const runs = async (): Promise<string> => ((await board.get('/billing-runs')).body['items'] as { id: string }[]).at(-1)?.id ?? '';
  // Nobody bills in the park kcn-a.
  const none = await begin(ACCOUNTANT, 'some', await runs());
  await expect(finish(none.body.id, 'some')).rejects.toThrow('no_notice');
  expect((await fees.download(`/v1/boards/some/printings/${none.body.id}/notices.pdf`)).status).toBe(409);
  await fees.importFiles('some', { 'creditor-parks.csv': Buffer.from('creditor,park_code,service\nct,kcn-a,INFRA\n') });
  await board.contracts({ [`HD-${'1'.repeat(30)}`]: 1_000 });
  await board.issue('2026-02');
  const some = await begin(ACCOUNTANT, 'some', await runs());
  expect(await finish(some.body.id, 'some')).toMatchObject({
    documents: 2,
    refused_count: 2,
    refused: [{ code: 'no_payment_purpose' }, { code: 'no_payment_purpose' }],
  });
});

test('is refused to who only reads, and where there is nothing to print', async () => {
  expect((await begin(READER)).status).toBe(403);
  expect(await begin(ACCOUNTANT, BOARD, 'none')).toMatchObject({ status: 404, body: { code: 'run_not_found' } });
  for (const rest of ['', '/notices.pdf']) expect((await fees.download(path(`/printings/none${rest}`))).status).toBe(404);
});
