import { feesEvents } from '@kcn/contracts';
import { ACCOUNTANT, accountingBoard, READER, TOTAL } from './spec-support/accounting-board';
import { startFees } from './spec-support/start-fees';
import type { TestFees } from './spec-support/start-fees';

let fees: TestFees;
beforeAll(async () => {
  fees = await startFees();
});
afterAll(() => fees.stop());

const REASON = { reason: 'kiểm thử' };
interface Letter {
  readonly id: string;
  readonly debtor: string;
  readonly day: string;
  readonly step: string;
  readonly about: string;
  readonly tells_board: boolean;
  readonly open: number;
  readonly interest: number;
  readonly invoices: readonly { readonly invoice: string; readonly step: string; readonly open: number; readonly interest: number }[];
}
type Board = ReturnType<typeof accountingBoard>;
const run = async (board: Board, asOf: string): Promise<number> => {
  const { status, body } = await board.post('/reminders/run', ACCOUNTANT, { as_of: asOf });
  expect(status).toBe(200);
  return body['given'] as number;
};
const letters = async (board: Board, query = ''): Promise<readonly Letter[]> =>
  (await board.get(`/reminders${query}`)).body['items'] as Letter[];
/** C-1's payer. */
const DEBTOR = '9900000100';

test('one letter per debtor and step for all its overdue invoices, with principal and interest', async () => {
  const board = accountingBoard(fees, 'ladder');
  // Due 12 January (the 11th is a Sunday), 11 February, 11 March 2026.
  await board.start();
  // The notice ten days before the first due date.
  expect(await run(board, '2026-01-01')).toBe(0);
  expect(await run(board, '2026-01-02')).toBe(2);
  expect(await letters(board, `?debtor=${DEBTOR}`)).toMatchObject([
    { step: 'NOTICE', about: 'UPCOMING', open: TOTAL, interest: 0, invoices: [{ invoice: 'C-1-2026-01' }] },
  ]);
  // 30 days past due: letter 2, whatever came before it; February falls due the same day.
  expect(await run(board, '2026-02-11')).toBe(4);
  const [overdue, upcoming] = await letters(board, `?debtor=${DEBTOR}&day=2026-02-11`).then((all) =>
    all.toSorted((a, b) => (a.about < b.about ? -1 : 1)),
  );
  // 110,000 × 10 % ÷ 365 × 30 days = 904.1…
  expect(overdue).toMatchObject({
    ...{ debtor: DEBTOR, step: 'LETTER_2', about: 'OVERDUE', tells_board: false, open: TOTAL, interest: 904 },
    invoices: [{ invoice: 'C-1-2026-01', step: 'LETTER_2', open: TOTAL, interest: 904 }],
  });
  expect(upcoming).toMatchObject({ step: 'DUE', about: 'UPCOMING', invoices: [{ invoice: 'C-1-2026-02', step: 'DUE' }] });
  // Sixty days after January's due date: the board is told, and February's thirty days go into the same letter.
  expect(await run(board, '2026-03-13')).toBe(2);
  expect(await letters(board, `?debtor=${DEBTOR}&day=2026-03-13`)).toMatchObject([
    {
      ...{ step: 'LETTER_3', tells_board: true, open: 3 * TOTAL },
      invoices: [
        { invoice: 'C-1-2026-01', step: 'LETTER_3' },
        { invoice: 'C-1-2026-02', step: 'LETTER_2' },
        { invoice: 'C-1-2026-03', step: 'DUE' },
      ],
    },
  ]);
  const [{ id } = { id: '' }] = await letters(board, `?debtor=${DEBTOR}&day=2026-03-13`);
  expect((await board.get(`/reminders/${encodeURIComponent(id)}`)).body).toMatchObject({ id, step: 'LETTER_3' });
  expect(await board.get('/reminders/none')).toMatchObject({ status: 404, body: { code: 'reminder_not_found' } });
});

test('repeated, doubled and by two processes at once every letter is given once, each with its event', async () => {
  const board = accountingBoard(fees, 'ladder-once');
  await board.start();
  const twin = await fees.startTwin();
  const path = '/v1/boards/ladder-once/reminders/run';
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      (index % 2 === 0 ? fees : twin).call('POST', path, { as: ACCOUNTANT, body: { as_of: '2026-03-13' } }),
    ),
  );
  await twin.stop();
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
  expect(answers.reduce((sum, { body }) => sum + (body['given'] as number), 0)).toBe(2);
  expect(await run(board, '2026-03-13')).toBe(0);
  expect(await letters(board)).toHaveLength(2);
  const given = (await fees.events('ladder-once')).filter(({ type }) => type === feesEvents.reminderGiven.type);
  expect(given.map(({ aggregate, aggregateVersion, actor }) => [aggregate, aggregateVersion, actor])).toEqual([
    [`reminders:${DEBTOR}`, 1, 'accountant'],
    ['reminders:9900000101', 1, 'accountant'],
  ]);
  const replayed = await Promise.all([1, 2].map(() => board.post('/reminders/run', ACCOUNTANT, { as_of: '2026-03-16' }, 'same-key')));
  expect(replayed.map(({ body }) => body['given'])).toEqual([2, 2]);
});

test('what is paid or paid off by a kept agreement is not reminded of; a broken one is', async () => {
  const board = accountingBoard(fees, 'ladder-held');
  await board.start('2026-01');
  await board.lines({ ref: 'FT1', on: '2026-01-12', amount: TOTAL, text: 'C-2-2026-01' });
  const agreed = await board.post('/instalment-agreements', ACCOUNTANT, {
    ...{ agreement_no: 'TT 1', signed_on: '2026-01-20', invoices: ['C-1-2026-01'], ...REASON },
    instalments: [
      { day: '2026-02-20', amount: 10_000 },
      { day: '2026-03-20', amount: TOTAL - 10_000 },
    ],
  });
  expect(agreed.status).toBe(201);
  // Before the agreement, while it is kept (an instalment can be paid to the end of its day), and once it is broken.
  expect([await run(board, '2026-02-19'), await run(board, '2026-02-20'), await run(board, '2026-02-21')]).toEqual([0, 0, 1]);
  expect(await letters(board)).toMatchObject([{ debtor: DEBTOR, day: '2026-02-21', step: 'LETTER_2' }]);
});

test('who may ask for it, and for which days', async () => {
  const board = accountingBoard(fees, 'ladder-rights');
  await board.start('2026-01');
  expect(await board.post('/reminders/run', READER, { as_of: '2026-01-20' })).toMatchObject({ status: 403 });
  expect(await board.post('/reminders/run', ACCOUNTANT, { as_of: '2099-01-01' })).toMatchObject({
    status: 400,
    body: { code: 'day_in_future' },
  });
  expect(await board.get('/reminders?step=NONE')).toMatchObject({ status: 400 });
  expect(await fees.call('GET', '/v1/boards/nowhere/reminders')).toMatchObject({ status: 404 });
  await run(board, '2026-01-20');
  const first = (await board.get('/reminders?limit=1')).body;
  expect(first).toMatchObject({ items: [{ debtor: '9900000101' }] });
  expect((await board.get(`/reminders?limit=1&cursor=${String(first['next'])}`)).body).toMatchObject({
    items: [{ debtor: DEBTOR }],
    next: null,
  });
});
