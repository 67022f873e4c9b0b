import { eventually } from '@kcn/testkit';
import { aBoard, aProject, aProjectEvent, aRate, aReport } from './spec-support/small-history';
import type { Answer } from './spec-support/answer';
import { startReporting } from './spec-support/start-reporting';
import type { TestReporting } from './spec-support/start-reporting';

const YEAR = '/summaries/2017';
const APPROVER = { sub: 'hoa', roles: ['approver' as const] };
const OPERATOR = { sub: 'op', roles: ['operator' as const] };

let reporting: TestReporting;
beforeAll(async () => {
  reporting = await startReporting();
});
afterAll(() => reporting.stop());

const path = (board: string, rest: string): string => `/v1/boards/${board}${rest}`;
const summary = (board: string, query = ''): Promise<Answer> => reporting.settled('GET', path(board, `${YEAR}${query}`));
const valueOf = (answer: Answer, indicator: string, breakdown = ''): string | null | undefined =>
  answer.body.figures.find((figure) => figure.indicator === indicator && figure.breakdown === breakdown)?.value;
const asOf = (answer: Answer): string => `?as_of=${answer.body.meta.as_of ?? 'none'}`;
const verify = (board: string): Promise<Answer> => reporting.settled('POST', path(board, '/verification'), { as: OPERATOR });
const failed = (answer: Answer): unknown => answer.body.checks.filter(({ ok }) => !ok);

test('every instant between two records gives the same bytes: what else was done meanwhile does not count', async () => {
  await reporting.record('between', [aBoard(), aProject('P1')]);
  const first = await summary('between');
  const published = await reporting.settled('POST', path('between', `${YEAR}/publications`), { as: APPROVER, body: {} });
  expect(published.status).toBe(201);
  const publishedAt = published.body.published_at;
  expect(publishedAt > String(first.body.meta.as_of)).toBe(true);
  const asked = await summary('between', `?as_of=${publishedAt}`);
  expect(asked.text).toBe(first.text);
  await reporting.record('between', [aProject('P2')]);
  await summary('between');
  await reporting.restart();
  expect((await summary('between', `?as_of=${publishedAt}`)).text).toBe(first.text);
});

test('a rate that comes late values the rows before it; asked as of before, the old bytes come back', async () => {
  await reporting.record('late-rate', [aBoard(), aProject('P1'), aReport('P1')]);
  const before = await summary('late-rate');
  expect(valueOf(before, 'ENT.REV')).toBeUndefined();
  expect(before.body.meta.flags.map(({ code }) => code)).toContain('rate_missing');

  await reporting.record('late-rate', [aRate('2017-03-30', '22700')]);
  const after = await summary('late-rate');
  expect(valueOf(after, 'ENT.REV')).toBe('100000');
  expect(after.body.meta.flags).toEqual([]);

  await reporting.record('late-rate', [aRate('2017-03-30', '11350')]);
  expect(valueOf(await summary('late-rate'), 'ENT.REV')).toBe('200000');
  // A fresh process remembers no summary, so it has to make them again.
  await reporting.restart();
  expect((await summary('late-rate', asOf(before))).text).toBe(before.text);
  expect((await summary('late-rate', asOf(after))).text).toBe(after.text);
  expect(failed(await verify('late-rate'))).toEqual([]);
});

test('a withdrawn record is as if it had never been, and lineage shows decisions and earlier versions', async () => {
  await reporting.record('withdrawn', [
    aBoard(),
    aProject('P1'),
    aProjectEvent('P1', { date: '2017-03-02', amount: 5_000_000n, decisionNo: '12/QĐ-BQL' }),
  ]);
  await reporting.record('withdrawn', [aProjectEvent('P1', { date: '2017-03-02', amount: 7_000_000n, decisionNo: '12/QĐ-BQL' })], {
    actor: 'minh',
  });
  const lineage = await reporting.settled('GET', path('withdrawn', '/lineage/2017/INV.INC.CAP?breakdown=FDI'));
  expect(lineage.body).toMatchObject({ figure: { value: '70000' }, fact_count: 2 });
  expect(lineage.body.facts.map(({ value }) => value)).toEqual(['50000', '20000']);
  expect(lineage.body.facts[1]).toMatchObject({
    date: '2017-03-02',
    decision_no: '12/QĐ-BQL',
    actor: 'minh',
    source: { kind: 'project-events', key: 'P1|2017-03-02|1', position: 4 },
  });
  expect(lineage.body.facts[1]?.previous).toHaveLength(1);

  const before = await summary('withdrawn');
  await reporting.withdraw('withdrawn', 'project:P1', { kind: 'project-events', key: 'P1|2017-03-02|1' });
  await reporting.restart();
  expect(valueOf(await summary('withdrawn'), 'INV.INC.CAP', 'FDI')).toBeUndefined();
  expect((await summary('withdrawn', asOf(before))).text).toBe(before.text);
});

test('publication: maker is not checker, revisions list what differs, twins take effect once, nothing new is no revision', async () => {
  const publish = (as: typeof APPROVER, key?: string): Promise<Answer> =>
    reporting.settled('POST', path('published', `${YEAR}/publications`), { as, body: {}, ...(key === undefined ? {} : { key }) });
  await reporting.record('published', [aBoard(), aProject('P1')], { actor: 'lan' });
  expect(await publish({ ...APPROVER, sub: 'lan' })).toMatchObject({ status: 403, body: { code: 'maker_is_checker' } });
  expect((await publish({ sub: 'reader', roles: ['reader'] } as never)).status).toBe(403);
  await summary('published');

  const twins = await Promise.all(Array.from({ length: 6 }, () => publish(APPROVER)));
  expect(twins.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
  expect(new Set(twins.filter(({ status }) => status === 409).map(({ body }) => body.code))).toEqual(new Set(['nothing_changed']));
  const first = await reporting.call('GET', path('published', `${YEAR}/publications/1`));

  await reporting.record('published', [aProject('P1', { registeredAmount: 3_000_000n })]);
  await summary('published');
  const second = await publish(APPROVER, 'second');
  expect(second).toMatchObject({ status: 201, body: { revision: 2 } });
  expect(second.body.differences).toContainEqual({
    indicator: 'INV.NEW.CAP',
    breakdown: 'FDI',
    unit: 'USD',
    field: 'value',
    before: '10000',
    after: '30000',
  });
  const again = await publish(APPROVER, 'second');
  expect(again).toMatchObject({ status: 201, text: second.text });
  expect(again.headers.get('idempotency-replayed')).toBe('true');

  await reporting.restart();
  const kept = await reporting.call('GET', path('published', `${YEAR}/publications/1`));
  expect(kept.text).toBe(first.text);
  expect(kept.headers.get('etag')).toBe(`"${twins.find(({ status }) => status === 201)?.body.sha256 ?? ''}"`);
  expect((await summary('published', asOf(first))).text).toBe(first.text);
  expect((await reporting.call('GET', path('published', `${YEAR}/publications`))).body.items.map((item) => item['revision'])).toEqual([
    1, 2,
  ]);
  expect(failed(await verify('published'))).toEqual([]);
});

test('a replay from the log gives the same facts and the same bytes under a new generation', async () => {
  await reporting.record('replayed', [aBoard(), aProject('P1'), aProject('P2'), aReport('P1'), aRate('2017-03-30', '22700')]);
  await reporting.record('replayed', [aProjectEvent('P2', { date: '2017-06-20', amount: 900n })]);
  const before = await summary('replayed');
  const asked = await reporting.call('POST', path('replayed', '/replays'), { as: OPERATOR, body: { what: 'projection' } });
  expect(asked.status).toBe(202);
  const done = await waitFor(() => reporting.call('GET', asked.headers.get('location') ?? '', { as: OPERATOR }));
  expect(done.body).toMatchObject({ status: 'done', generation: 2, settled: 6 });
  expect((await reporting.call('GET', path('replayed', '/status'))).body).toMatchObject({ generation: 2, settled: { registry: 6 } });
  expect((await summary('replayed', asOf(before))).text).toBe(before.text);
  expect(failed(await verify('replayed'))).toEqual([]);
  // Events go to the new generation.
  await reporting.record('replayed', [aProject('P3')]);
  const versionsOf = (generation: number): Promise<number> =>
    reporting.database.connection.collection('record_versions').countDocuments({ board: 'replayed', generation });
  expect(valueOf(await summary('replayed'), 'INV.NEW.N')).toBe('3');
  expect([await versionsOf(1), await versionsOf(2)]).toEqual([6, 7]);
});

test('verification names what somebody has changed by hand', async () => {
  await reporting.record('tampered', [aBoard(), aProject('P1'), aProject('P2')]);
  expect((await verify('tampered')).body.ok).toBe(true);
  await reporting.database.connection
    .collection('buckets')
    .updateOne({ board: 'tampered', measure: 'INV.NEW.N', breakdown: '' }, { $inc: { 'm01.s': 1 } });
  await reporting.database.connection.collection('facts').deleteOne({ board: 'tampered', measure: 'INV.STOCK.N' });
  const broken = await verify('tampered');
  expect(broken.body.checks.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(expect.arrayContaining(['facts', 'buckets']));
});

test('while an event cannot be applied the summary says so and cannot be published', async () => {
  await reporting.record('parked', [
    aBoard(),
    aProject('P1'),
    aProject('P2'),
    aProjectEvent('P2', { date: '30/2/2017' }),
    aProjectEvent('P2', { date: '2017-05-02', amount: 1n }),
  ]);
  const answer = await summary('parked');
  expect(answer.body.meta.parked).toBe(2);
  expect(valueOf(answer, 'INV.NEW.N')).toBe('2');
  expect(await reporting.settled('POST', path('parked', `${YEAR}/publications`), { as: APPROVER, body: {} })).toMatchObject({
    status: 409,
    body: { code: 'events_parked' },
  });
  expect((await reporting.call('GET', path('parked', '/status'))).body).toMatchObject({
    settled: { registry: 3 },
    parked: 1,
    dead_letters: 1,
  });
});

test('with the registry away: what is settled, marked, not publishable; a known instant is answered to the byte', async () => {
  await reporting.record('alone', [aBoard(), aProject('P1')]);
  const first = await summary('alone');
  await reporting.record('alone', [aProject('P2')]);
  await summary('alone');
  await reporting.stopRegistry();
  const unconfirmed = await summary('alone');
  expect(unconfirmed.body.meta).toMatchObject({ as_of: null, unconfirmed: true, positions: { registry: 3 } });
  expect((await summary('alone', asOf(first))).text).toBe(first.text);
  expect((await reporting.call('POST', path('alone', `${YEAR}/publications`), { as: APPROVER, body: {} })).body.code).toBe(
    'registry_unconfirmed',
  );
  await reporting.startRegistry();
  const back = await waitFor(
    () => summary('alone'),
    (answer) => answer.body.meta.as_of !== null,
  );
  expect(valueOf(back, 'INV.NEW.N')).toBe('2');
});

async function waitFor(
  ask: () => Promise<Answer>,
  isDone: (answer: Answer) => boolean = ({ body }) => body.status === 'done' || body.status === 'failed',
): Promise<Answer> {
  return eventually(
    async () => {
      const answer = await ask();
      return isDone(answer) ? answer : undefined;
    },
    { describe: 'the answer that is waited for' },
  );
}
