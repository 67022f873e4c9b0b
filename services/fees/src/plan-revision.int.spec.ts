import type { TestTokenClaims } from '@kcn/testkit';
import { ACCOUNTANT, accountingBoard, HEAD, READER } from './spec-support/accounting-board';
import { startFees } from './spec-support/start-fees';
import type { Answer, TestFees } from './spec-support/start-fees';

let fees: TestFees;
beforeAll(async () => {
  fees = await startFees();
});
afterAll(() => fees.stop());

/** Both roles, so that only the second person is missing. */
const BOTH = { sub: 'both', roles: ['recorder' as const, 'approver' as const] };

test('an approved plan is revised with a reason, by two people; until then it stays in force as it was', async () => {
  const board = accountingBoard(fees, 'revised');
  await board.start('2026-01');
  const planned = async (): Promise<number | undefined> => {
    const { body } = await board.get('/report?as_of=2027-01-31');
    return (body['plan'] as { year: number; service: string; expected: number }[]).find(
      ({ year, service }) => year === 2027 && service === '*',
    )?.expected;
  };
  const post = (rest: string, body?: unknown, as: TestTokenClaims = ACCOUNTANT): Promise<Answer> =>
    board.post(`/fee-plans${rest}`, as, body);
  const edit = (amount: number): Promise<Answer> =>
    post('/2027/edits', { park_code: 'kcn-a', service: 'INFRA', expected_amount: amount, reason: 'tính lại' });
  expect((await post('', { year: 2027 })).status).toBe(201);
  // 2 contracts × 1,000 m² × 100 đ × 12 months with 10 % VAT.
  expect(await post('/2027/revision', { reason: 'sớm' })).toMatchObject({ status: 409, body: { code: 'plan_is_draft' } });
  const submitted = (await post('/2027/submission')).body;
  expect((await post('/2027/approval', { decision_no: 'QĐ 1' }, HEAD)).body).toMatchObject({ state: 'approved', revisions: [] });
  expect(await planned()).toBe(2_640_000);

  expect(await post('/2027/revision', { reason: ' ' })).toMatchObject({ status: 400 });
  expect(await post('/2027/revision', { reason: 'giảm diện tích' }, READER)).toMatchObject({ status: 403 });
  expect((await post('/2027/revision', { reason: 'giảm diện tích' })).body).toMatchObject({
    state: 'draft',
    revisions: [{ revision: 1, reason: 'giảm diện tích', by: 'accountant' }],
  });
  expect((await edit(2_000_000)).status).toBe(200);
  // A revised plan was in time if the plan was.
  expect((await post('/2027/submission', undefined, BOTH)).body).toMatchObject({
    state: 'submitted',
    submitted_on: submitted['submitted_on'],
  });
  expect(await post('/2027/approval', {}, BOTH)).toMatchObject({ status: 403, body: { code: 'maker_is_not_checker' } });
  expect(await planned()).toBe(2_640_000);
  expect((await post('/2027/return', { reason: 'thiếu căn cứ' }, HEAD)).body).toMatchObject({
    state: 'draft',
    submitted_on: submitted['submitted_on'],
  });
  expect(await planned()).toBe(2_640_000);
  expect((await post('/2027/submission')).status).toBe(200);
  expect((await post('/2027/approval', { decision_no: 'QĐ 2' }, HEAD)).body).toMatchObject({ state: 'approved', decision_no: 'QĐ 2' });
  expect(await planned()).toBe(2_000_000);

  // A second revision, and what the log says of it all: the line is the second version of one record.
  expect((await post('/2027/revision', { reason: 'lần hai' })).body).toMatchObject({
    revisions: [{ revision: 1 }, { revision: 2, reason: 'lần hai' }],
  });
  const events = await fees.events('revised');
  const ofPlan = events.filter(({ aggregate }) => aggregate === 'plan:2027');
  expect(ofPlan.map(({ aggregateVersion }) => aggregateVersion)).toEqual(ofPlan.map((_event, index) => index + 1));
  expect(ofPlan.filter(({ type }) => type === 'kcn.fees.v1.FeePlanRevised').map(({ reason }) => reason)).toEqual([
    'giảm diện tích',
    'lần hai',
  ]);
  const lines = events.filter(({ aggregate }) => aggregate.startsWith('fee-plan/2027'));
  expect(lines.map(({ aggregateVersion, before }) => [aggregateVersion, before !== undefined])).toEqual([
    [1, false],
    [2, true],
  ]);
});
