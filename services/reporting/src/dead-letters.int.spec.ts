import { registryRecordEvents } from '@kcn/contracts';
import { eventually } from '@kcn/testkit';
import type { Answer } from './spec-support/answer';
import { aBoard, aProject, aProjectEvent } from './spec-support/small-history';
import { startReporting } from './spec-support/start-reporting';
import type { TestReporting } from './spec-support/start-reporting';

const BOARD = 'hung-yen';
const OPERATOR = { sub: 'op', roles: ['operator' as const] };
const APPROVER = { sub: 'hoa', roles: ['approver' as const] };

let reporting: TestReporting;
beforeAll(async () => {
  reporting = await startReporting();
});
afterAll(() => reporting.stop());

const path = (rest: string): string => `/v1/boards/${BOARD}${rest}`;
const summary = (): Promise<Answer> => reporting.settled('GET', path('/summaries/2017'));
const publish = (): Promise<Answer> => reporting.settled('POST', path('/summaries/2017/publications'), { as: APPROVER, body: {} });
const replay = (as: { readonly sub: string; readonly roles: readonly ('operator' | 'reader')[] } = OPERATOR): Promise<Answer> =>
  reporting.call('POST', path('/replays'), { as, body: { what: 'dead-letters' } });
const increase = (answer: Answer): string | null | undefined =>
  answer.body.figures.find(({ indicator, breakdown }) => indicator === 'INV.INC.CAP' && breakdown === 'FDI')?.value;

/** The decision's date as it should have been, in the registry's log. */
async function mendLog(position: number): Promise<void> {
  const { content } = aProjectEvent('P2', { date: '2017-03-02', amount: 50_000n });
  const payload = registryRecordEvents['project-events'].codec.encode(content as never).finish();
  const { matchedCount } = await reporting.registryDatabase.connection
    .collection('event_log')
    .updateOne({ board: BOARD, position }, { $set: { payload: Buffer.from(payload) } });
  expect(matchedCount).toBe(1);
}

test('a poisoned event parks what follows it, blocks publication and nothing else; mended and replayed, all of it counts', async () => {
  await reporting.record(BOARD, [
    aBoard(),
    aProject('P1'),
    aProject('P2'),
    aProjectEvent('P2', { date: '30/2/2017', amount: 50_000n }),
    aProjectEvent('P2', { seq: 2, date: '2017-05-02', amount: 100n }),
    aProjectEvent('P2', { seq: 3, date: '2017-06-02', amount: 200n }),
    aProjectEvent('P1', { date: '2017-05-02', amount: 1_000n }),
  ]);
  const stuck = await summary();
  // Of P1 alone: what is parked is in no figure.
  expect([increase(stuck), stuck.body.meta.parked]).toEqual(['10', 3]);
  expect(await publish()).toMatchObject({ status: 409, body: { code: 'events_parked' } });
  expect((await reporting.call('GET', path('/status'))).body).toMatchObject({ parked: 2, dead_letters: 1, settled: { registry: 3 } });

  // Without a repair it fails again and stays.
  expect((await replay()).body).toMatchObject({ status: 'done', replayed: 0, remaining: 1 });
  expect((await reporting.call('GET', path('/status'))).body).toMatchObject({ parked: 2, dead_letters: 1 });
  expect((await replay({ sub: 'reader', roles: ['reader'] })).status).toBe(403);

  await mendLog(4);
  expect(await replay()).toMatchObject({ status: 200, body: { status: 'done', replayed: 1, remaining: 0 } });
  expect((await reporting.call('GET', path('/status'))).body).toMatchObject({ parked: 0, dead_letters: 0, settled: { registry: 7 } });
  const whole = await summary();
  // 10 + 500 + 1 + 2 USD
  expect([increase(whole), whole.body.meta.parked]).toEqual(['513', 0]);
  expect((await publish()).status).toBe(201);

  // Events of the mended unit go on as usual.
  await reporting.record(BOARD, [aProjectEvent('P2', { seq: 4, date: '2017-07-02', amount: 300n })]);
  expect(increase(await summary())).toBe('516');
  expect((await replay()).body).toMatchObject({ replayed: 0, remaining: 0 });
  const verification = await eventually(
    async () => {
      const answer = await reporting.settled('POST', path('/verification'), { as: OPERATOR });
      // The topic still carries the poisoned message; positions are all there.
      return answer.body.checks.every(({ ok }) => ok) && answer;
    },
    { describe: 'verification finds nothing' },
  );
  expect(verification.body.ok).toBe(true);
});
