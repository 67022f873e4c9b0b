import { eventually } from '@kcn/testkit';
import type { Answer } from './spec-support/answer';
import { freshProjection } from './spec-support/fresh-projection';
import { logEntriesOf } from './spec-support/log-entries';
import { aBoard, aProject, historyOf } from './spec-support/small-history';
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
const get = (rest: string): Promise<Answer> => reporting.call('GET', path(rest));
const newProjects = (answer: Answer): string | null | undefined =>
  answer.body.figures.find(({ indicator, breakdown }) => indicator === 'INV.NEW.N' && breakdown === '')?.value;

/** What was made so far is made to look like the work of rules 0, which counted one project more in January. */
async function countOneMore(): Promise<void> {
  const { connection } = reporting.database;
  await connection
    .collection('buckets')
    .updateOne({ board: BOARD, measure: 'INV.NEW.N', breakdown: '', year: 2017 }, { $inc: { 'm01.s': 1, 'm01.n': 1, 'total.s': 1 } });
}
async function callItRules0(): Promise<void> {
  const { connection } = reporting.database;
  await connection.collection('board_generations').updateOne({ _id: BOARD as never }, { $set: { rulesVersion: '0' } });
  await connection.collection('publications').updateMany({ board: BOARD }, { $set: { rulesVersion: '0' } });
}

test('new rules: at start a new generation grows beside the old one and takes its place; what was published stays', async () => {
  await reporting.record(BOARD, [aBoard(), aProject('P1')]);
  await reporting.settled('GET', path('/summaries/2017'));
  await countOneMore();
  await reporting.restart();
  const old = await reporting.settled('GET', path('/summaries/2017'));
  expect(newProjects(old)).toBe('2');
  expect((await reporting.call('POST', path('/summaries/2017/publications'), { as: APPROVER, body: {} })).status).toBe(201);
  const published = await get('/summaries/2017/publications/1');
  expect(published.text).toBe(old.text);

  await reporting.stopRegistry();
  await reporting.restart(async () => {
    await callItRules0();
    await reporting.record(BOARD, [aProject('P2', { issuedOn: '2017-02-10' })]);
  });
  // Without the registry's log there is nothing to make it from: no figure mixes two sets of rules meanwhile.
  expect((await get('/status')).body).toMatchObject({ generation: 1, rules_version: '0', current_rules_version: '1' });
  expect(await get('/summaries/2017')).toMatchObject({ status: 409, body: { code: 'not_settled' } });
  expect((await get('/summaries/2017/publications/1')).text).toBe(published.text);
  const versionsOf = (generation: number): Promise<number> =>
    reporting.database.connection.collection('record_versions').countDocuments({ board: BOARD, generation });
  expect(await versionsOf(1)).toBe(2);

  await reporting.startRegistry();
  const now = await reporting.settled('GET', path('/summaries/2017'));
  expect(newProjects(now)).toBe('2');
  expect((await get('/status')).body).toMatchObject({ generation: 2, rules_version: '1', settled: { registry: 3 } });
  expect([await versionsOf(1), await versionsOf(2)]).toEqual([2, 3]);
  expect((await get('/summaries/2017/publications/1')).text).toBe(published.text);

  // As of the publication's instant today's rules count one project; verification says so, and that all is well.
  expect(newProjects(await reporting.settled('GET', path(`/summaries/2017?as_of=${published.body.meta.as_of ?? ''}`)))).toBe('1');
  const verification = await reporting.settled('POST', path('/verification'), { as: OPERATOR });
  expect(verification.body.checks.filter(({ ok }) => !ok)).toEqual([]);
  const listed = verification.body.checks.find(({ name }) => name === 'publications-under-new-rules');
  expect(listed?.detail).toMatch(/2017 calendar #1 \(rules 0 → 1\).*INV\.NEW\.N project value: 2 → 1/);

  // The consumer goes on in the new generation, and the next start has nothing to do.
  await reporting.record(BOARD, [aProject('P3', { issuedOn: '2017-03-10' })]);
  await reporting.restart();
  const later = await eventually(
    async () => {
      const answer = await reporting.settled('GET', path('/summaries/2017'));
      return newProjects(answer) === '3' && answer;
    },
    { describe: 'the third project counts' },
  );
  expect(later.body.meta.parked).toBe(0);
  expect((await get('/status')).body).toMatchObject({ generation: 2 });
});

test('an event is never written into a generation of other rules, only into one of its own', async () => {
  const { applier, connection, database } = await freshProjection();
  const [first, ...later] = logEntriesOf(BOARD, historyOf([aBoard(), aProject('P1')]));
  await applier.apply(BOARD, first ? [first] : []);
  await connection.collection('board_generations').updateOne({ _id: BOARD as never }, { $set: { rulesVersion: '0' } });
  await expect(applier.apply(BOARD, later)).rejects.toMatchObject({ category: 'unavailable', code: 'rules_changing' });
  expect(await applier.settled(BOARD, 'g1')).toMatchObject({ settled: 1, parked: 0, deadLetters: 0 });
  await applier.apply(BOARD, [...(first ? [first] : []), ...later], { scope: 'g2' });
  expect(await applier.settled(BOARD, 'g2')).toMatchObject({ settled: 2 });
  expect(await connection.collection('facts').countDocuments({ generation: 1 })).toBe(0);
  await database.drop();
});
