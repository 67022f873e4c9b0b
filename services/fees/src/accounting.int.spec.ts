import { ACCOUNTANT, accountingBoard, HEAD, READER, SECOND, TOTAL } from './spec-support/accounting-board';
import { startFees } from './spec-support/start-fees';
import type { TestFees } from './spec-support/start-fees';

let fees: TestFees;
beforeAll(async () => {
  fees = await startFees();
});
afterAll(() => fees.stop());

const REASON = { reason: 'kiểm thử' };

describe('months', () => {
  test('one accountant asks, another confirms; who asked may not, nor who only reads', async () => {
    const board = accountingBoard(fees, 'months');
    await board.start();
    expect((await board.post('/months/2026-01/closing', READER)).status).toBe(403);
    const asked = await board.post('/months/2026-01/closing', ACCOUNTANT);
    expect([asked.status, asked.body.state]).toEqual([201, 'proposed']);
    expect((await board.get('/months')).body).toMatchObject({ closed_through: null, items: [] });
    expect(await board.post('/months/2026-01/closing', SECOND)).toMatchObject({ status: 409, body: { code: 'act_already_proposed' } });
    expect(await board.confirm(asked.body.id, ACCOUNTANT)).toMatchObject({ status: 403, body: { code: 'maker_is_not_checker' } });
    expect((await board.confirm(asked.body.id, READER)).status).toBe(403);
    expect(await board.confirm(asked.body.id)).toMatchObject({ status: 200, body: { state: 'confirmed', decider: 'second' } });
    expect((await board.get('/months')).body).toMatchObject({
      closed_through: '2026-01',
      items: [{ month: '2026-01', state: 'closed', by: 'accountant', confirmed_by: 'second' }],
    });
    expect(await board.post('/months/2026-03/closing', ACCOUNTANT)).toMatchObject({ status: 409, body: { code: 'period_not_next' } });

    // What takes effect in January is posted in February now, and January’s trial balance stays.
    const january = await board.trialBalance('2026-01-01', '2026-01-31');
    await board.lines({ ref: 'FT1', on: '2026-01-15', amount: TOTAL, text: 'C-1-2026-01' });
    expect(await board.trialBalance('2026-01-01', '2026-01-31')).toEqual(january);
    expect(await board.trialBalance('2026-02-01', '2026-02-01')).toMatchObject({ '112': TOTAL });
    expect((await board.balances('2026-01-31'))['C-1']).toMatchObject({ allocated: TOTAL, open: 0 });

    expect((await board.post('/months/2026-01/reopening', ACCOUNTANT, REASON)).status).toBe(403);
    expect((await board.post('/months/2026-01/reopening', HEAD, { reason: ' ' })).status).toBe(400);
    expect(await board.post('/months/2025-12/reopening', HEAD, REASON)).toMatchObject({
      status: 409,
      body: { code: 'period_not_last_closed' },
    });
    expect(await board.post('/months/2026-01/reopening', HEAD, REASON)).toMatchObject({ status: 201, body: { state: 'confirmed' } });
    await board.lines({ ref: 'FT2', on: '2026-01-16', amount: 5, text: 'C-1' });
    expect(await board.trialBalance('2026-01-01', '2026-01-31')).toMatchObject({ '112': 5 });
  });

  test('asked, confirmed and rejected at once have their effect exactly once', async () => {
    const board = accountingBoard(fees, 'months-twice');
    await board.start('2026-01');
    const asked = await Promise.all([ACCOUNTANT, SECOND, HEAD].map((as) => board.post('/months/2026-01/closing', as)));
    expect(asked.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
    const act = asked.find(({ status }) => status === 201)?.body;
    const others = [ACCOUNTANT, SECOND, HEAD].filter(({ sub }) => sub !== act?.['proposer']);
    const decided = await Promise.all([
      ...others.map((as) => board.confirm(act?.id ?? '', as)),
      ...others.map((as) => board.post(`/acts/${act?.id ?? ''}/rejection`, as, REASON)),
    ]);
    expect(decided.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409]);
    const events = (await fees.events('months-twice')).filter(({ type }) => /AccountingAct(Confirmed|Rejected)$/.test(type));
    expect(events).toHaveLength(1);
  });

  test('a request that is repeated under its key has one effect and the same answer; another under that key is refused', async () => {
    const board = accountingBoard(fees, 'months-key');
    await board.start('2026-01');
    const first = await board.post('/months/2026-01/closing', ACCOUNTANT, undefined, 'key-1');
    const again = await board.post('/months/2026-01/closing', ACCOUNTANT, undefined, 'key-1');
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect((await board.post('/months/2026-02/closing', ACCOUNTANT, undefined, 'key-1')).body.code).toBe('idempotency_key_reused');
    const confirmed = await board.post(`/acts/${first.body.id}/confirmation`, SECOND, undefined, 'key-2');
    expect((await board.post(`/acts/${first.body.id}/confirmation`, SECOND, undefined, 'key-2')).body).toEqual(confirmed.body);
  });
});

describe('lines', () => {
  test('a decision replaces the match, an undo by two gives the line back to the rules, and twice at once it is one undo', async () => {
    const board = accountingBoard(fees, 'lines');
    await board.start();
    await board.lines({ ref: 'FT1', on: '2026-01-15', amount: TOTAL, text: 'C-1-2026-01' });
    const decided = await board.post('/bank-lines/1001/FT1/decision', ACCOUNTANT, {
      allocations: [{ invoice: 'C-2-2026-01', amount: TOTAL }],
      ...REASON,
    });
    expect([decided.status, decided.body.state]).toEqual([201, 'confirmed']);
    expect(await board.invoices()).toMatchObject({ 'C-1-2026-01': { open: TOTAL }, 'C-2-2026-01': { open: 0 } });

    const undone = await Promise.all([ACCOUNTANT, SECOND].map((as) => board.post('/bank-lines/1001/FT1/undo', as, REASON)));
    expect(undone.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    const act = undone.find(({ status }) => status === 201)?.body;
    expect(await board.confirm(act?.id ?? '', { sub: String(act?.['proposer']), roles: ['approver'] })).toMatchObject({ status: 403 });
    expect(await board.invoices()).toMatchObject({ 'C-1-2026-01': { open: TOTAL }, 'C-2-2026-01': { open: 0 } });
    const confirmed = await Promise.all([board.confirm(act?.id ?? '', HEAD), board.confirm(act?.id ?? '', HEAD)]);
    expect(confirmed.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(await board.invoices()).toMatchObject({ 'C-1-2026-01': { open: 0 }, 'C-2-2026-01': { open: TOTAL } });
    expect(await board.trialBalance()).toMatchObject({ '112': TOTAL, '131': 5 * TOTAL });

    // The rules’ own match can be taken away too: the line then pays nothing.
    const again = await board.post('/bank-lines/1001/FT1/undo', ACCOUNTANT, REASON);
    expect(again.body).toMatchObject({ content: { does: 'LEAVE' } });
    await board.confirm(again.body.id);
    expect(await board.trialBalance()).toMatchObject({ '131': 6 * TOTAL, '3388': -TOTAL });
  });

  test('an undo that something else has overtaken is not confirmed', async () => {
    const board = accountingBoard(fees, 'lines-late');
    await board.start();
    await board.lines({ ref: 'FT1', on: '2026-01-15', amount: TOTAL, text: 'C-1-2026-01' });
    const undo = await board.post('/bank-lines/1001/FT1/undo', ACCOUNTANT, REASON);
    await board.post('/bank-lines/1001/FT1/decision', ACCOUNTANT, { credits: [{ contract_no: 'C-2', amount: TOTAL }], ...REASON });
    expect(await board.confirm(undo.body.id)).toMatchObject({ status: 409, body: { code: 'act_outdated' } });
    expect(await board.post(`/acts/${undo.body.id}/rejection`, ACCOUNTANT, REASON)).toMatchObject({
      status: 200,
      body: { state: 'rejected' },
    });
    // The credit is taken by the contract’s next invoice.
    expect((await board.balances())['C-2']).toMatchObject({ allocated: TOTAL, credit: 0 });
  });

  test('nonsense is refused', async () => {
    const board = accountingBoard(fees, 'lines-bad');
    await board.start('2026-01');
    await board.lines({ ref: 'FT1', on: '2026-01-15', amount: TOTAL, text: 'không rõ' });
    const decide = (body: object, as = ACCOUNTANT, ref = 'FT1') =>
      board.post(`/bank-lines/1001/${ref}/decision`, as, { ...REASON, ...body });
    const all = { allocations: [{ invoice: 'C-1-2026-01', amount: TOTAL }] };
    expect(await decide(all, READER)).toMatchObject({ status: 403 });
    expect(await decide(all, ACCOUNTANT, 'FT9')).toMatchObject({ status: 404, body: { code: 'line_not_found' } });
    expect(await decide({})).toMatchObject({ body: { code: 'bad_decision' } });
    expect(await decide({ ...all, leave: true })).toMatchObject({ body: { code: 'bad_decision' } });
    expect(await decide({ ...all, reason: '' })).toMatchObject({ status: 400 });
    expect(await decide({ allocations: [{ invoice: 'C-1-2026-01', amount: 0 }] })).toMatchObject({ status: 400 });
    expect(await decide({ allocations: [{ invoice: 'none', amount: 1 }] })).toMatchObject({ body: { code: 'invoice_unknown' } });
    expect(await decide({ allocations: [{ invoice: 'C-1-2026-01', amount: TOTAL + 1 }] })).toMatchObject({
      status: 409,
      body: { code: 'decision_does_not_fit' },
    });
    expect(await board.post('/bank-lines/1001/FT1/undo', ACCOUNTANT, REASON)).toMatchObject({ body: { code: 'nothing_to_undo' } });
    expect(await decide(all)).toMatchObject({ status: 201 });
  });

  test('what fits no longer becomes credit and a task, until somebody has looked at it', async () => {
    const board = accountingBoard(fees, 'lines-task');
    await board.start('2026-01');
    await board.lines({ ref: 'FT2', on: '2026-01-20', amount: TOTAL, text: 'không rõ' });
    await board.post('/bank-lines/1001/FT2/decision', ACCOUNTANT, { allocations: [{ invoice: 'C-1-2026-01', amount: TOTAL }], ...REASON });
    expect((await board.get('/tasks')).body['items']).toEqual([]);
    await board.lines({ ref: 'FT1', on: '2026-01-10', amount: TOTAL, text: 'C-1-2026-01' });
    expect((await board.balances())['C-1']).toMatchObject({ allocated: TOTAL, credit: TOTAL, balance: -TOTAL });
    const [task] = (await board.get('/tasks?open=true')).body['items'] as { id: string; code: string }[];
    expect(task).toMatchObject({ code: 'decision_does_not_fit', subject: '1001/FT2' });
    const done = `/tasks/${encodeURIComponent(task?.id ?? '')}/done`;
    expect((await board.post(done, READER, REASON)).status).toBe(403);
    expect(await board.post('/tasks/none/done', ACCOUNTANT, REASON)).toMatchObject({ status: 404 });
    expect((await board.post(done, ACCOUNTANT, REASON)).status).toBe(201);
    expect((await board.get('/tasks?open=true')).body['items']).toEqual([]);
    expect((await board.get('/tasks')).body['items']).toMatchObject([{ done: { by: 'accountant' } }]);
    expect(await board.trialBalance()).toMatchObject({ '131': TOTAL, '131UT': -TOTAL });
  });
});

test('who may not know a board finds nothing of its acts', async () => {
  const stranger = { sub: 'stranger', roles: ['approver' as const], boards: ['elsewhere'] };
  for (const rest of ['acts', 'months', 'tasks', 'billing-from', 'provision?as_of=2026-09-30', 'instalment-agreements'])
    expect((await fees.call('GET', `/v1/boards/months/${rest}`, { as: stranger })).status).toBe(404);
  expect((await fees.call('POST', '/v1/boards/months/months/2026-02/closing', { as: stranger })).status).toBe(404);
});
