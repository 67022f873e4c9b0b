import { idempotencySuite } from '@kcn/testkit';
import type { CommandAnswer } from '@kcn/testkit';
import { csv, leaseCells, parkCells, projectCells } from './spec-support/records';
import { startRegistry } from './spec-support/start-registry';
import type { Answer, TestRegistry } from './spec-support/start-registry';

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.stop());

let boards = 0;
/** A board with a park, a project and a lease. */
async function freshBoard(): Promise<string> {
  const board = `cmd-${String((boards += 1))}`;
  await registry.importFiles(board, {
    'parks.csv': csv('parks', parkCells),
    'projects.csv': csv('projects', projectCells),
    'leases.csv': csv('leases', leaseCells),
  });
  return board;
}

const toAnswer = ({ status, body, headers }: Answer): CommandAnswer =>
  status < 300 ? { ok: true, response: body, replayed: headers.get('idempotency-replayed') === 'true' } : { ok: false, code: body.code };

const countEntries = (board: string): Promise<number> => registry.database.connection.collection('event_log').countDocuments({ board });

idempotencySuite({
  name: 'POST records',
  async makeFixture() {
    const board = await freshBoard();
    return {
      submit: async (key, body: Record<string, string>) =>
        toAnswer(await registry.call('POST', `/v1/boards/${board}/records/parks`, { key, body })),
      body: { ...parkCells, park_code: 'b' },
      otherBody: { ...parkCells, park_code: 'c' },
      refusedBody: { ...parkCells, park_code: 'd', kind: 'X' },
      countEffects: () => countEntries(board),
      stop: () => Promise.resolve(),
    };
  },
});

idempotencySuite({
  name: 'POST withdrawal',
  async makeFixture() {
    const board = await freshBoard();
    return {
      submit: async (key, { kind, target, reason }: { kind: string; target: string; reason: string }) =>
        toAnswer(await registry.call('POST', `/v1/boards/${board}/records/${kind}/${target}/withdrawal`, { key, body: { reason } })),
      body: { kind: 'leases', target: 'L1', reason: 'nhập nhầm' },
      otherBody: { kind: 'leases', target: 'L1', reason: 'lý do khác' },
      refusedBody: { kind: 'projects', target: 'P1', reason: 'còn hợp đồng' },
      countEffects: () => countEntries(board),
      stop: () => Promise.resolve(),
    };
  },
});

test('a record is created, corrected with If-Match, withdrawn with a reason, and its history tells all of it', async () => {
  const { call } = registry;
  const board = await freshBoard();
  const at = `/v1/boards/${board}/records/project-events`;
  const cells = { project_code: 'P1', seq: '1', date: '2011-01-01', type: 'START_OPERATION' };

  const made = await call('POST', at, { body: cells, as: { sub: 'lan' } });
  expect([made.status, made.body.effect]).toEqual([201, 'added']);
  const location = made.headers.get('location') ?? '';
  expect((await call('POST', at, { body: cells })).status).toBe(200);
  expect((await call('POST', at, { body: { ...cells, note: 'khác' } })).body.code).toBe('record_exists');

  const read = await call('GET', location);
  const etag = read.headers.get('etag') ?? '';
  expect(read.body).toMatchObject({ unit: 'project:P1', version: 1, content: cells });
  expect((await call('PUT', location, { body: cells })).status).toBe(428);
  expect((await call('PUT', location, { body: { ...cells, note: 'a' }, ifMatch: '"99"' })).status).toBe(412);
  expect((await call('PUT', location, { body: { ...cells, seq: '2' }, ifMatch: '*' })).status).toBe(400);
  const corrected = await call('PUT', location, { body: { ...cells, note: 'a' }, ifMatch: etag, as: { sub: 'minh' } });
  expect([corrected.status, corrected.body.effect]).toEqual([200, 'corrected']);
  expect((await call('PUT', location, { body: { ...cells, note: 'b' }, ifMatch: etag })).status).toBe(412);

  expect((await call('GET', `/v1/boards/${board}/projects/P1`)).body).toMatchObject({
    state: 'operating',
    allowed_actions: expect.not.arrayContaining(['START_OPERATION']) as unknown,
  });
  const refused = await call('POST', at, { body: { ...cells, seq: '2', type: 'RESUME', date: '2012-01-01' } });
  expect([refused.status, refused.body.code]).toEqual([409, 'action_not_allowed']);
  expect(refused.body.errors[0]).toMatchObject({ pointer: '/type' });

  const gone = await call('POST', `${location}/withdrawal`, { body: { reason: 'nhập nhầm' }, as: { sub: 'lan' } });
  expect(gone.body.effect).toBe('withdrawn');
  expect((await call('GET', location)).status).toBe(404);
  expect((await call('POST', `${location}/withdrawal`, { body: { reason: 'lần nữa' } })).status).toBe(404);
  expect((await call('GET', `/v1/boards/${board}/projects/P1`)).body.state).toBe('registered');

  const { body: history } = await call('GET', `${location}/history`);
  expect(history.versions.map((version) => [version.actor, version.reason, version.withdrawn])).toEqual([
    ['lan', null, false],
    ['minh', null, false],
    ['lan', 'nhập nhầm', true],
  ]);

  // As it was known then.
  const then = corrected.body.recorded_at;
  expect((await call('GET', `${location}?as_of=${then}`)).body.content).toMatchObject({ note: 'a' });
  const created = made.body.recorded_at;
  expect((await call('GET', `${at}?as_of=${created}`)).body.items).toMatchObject([{ version: 1, content: cells }]);
  expect((await call('GET', at)).body.items).toEqual([]);
});

test('nothing referenced is withdrawn', async () => {
  const { call } = registry;
  const board = await freshBoard();
  const withdraw = async (kind: string, key: string) =>
    (await call('POST', `/v1/boards/${board}/records/${kind}/${key}/withdrawal`, { body: { reason: 'thử' } })).body;
  expect(await withdraw('parks', 'pho-noi-a')).toMatchObject({ code: 'still_referenced' });
  expect(await withdraw('projects', 'P1')).toMatchObject({ code: 'still_referenced' });
  expect(await withdraw('leases', 'L1')).toMatchObject({ effect: 'withdrawn' });
  expect(await withdraw('projects', 'P1')).toMatchObject({ effect: 'withdrawn' });
  expect(await withdraw('parks', 'pho-noi-a')).toMatchObject({ effect: 'withdrawn' });
});

test('a park that goes while projects come to it: never a project without its park', async () => {
  const { call } = registry;
  for (let round = 0; round < 5; round += 1) {
    const board = await freshBoard();
    await call('POST', `/v1/boards/${board}/records/parks`, { body: { ...parkCells, park_code: 'b' } });
    const project = (code: string) =>
      call('POST', `/v1/boards/${board}/records/projects`, { body: { ...projectCells, project_code: code, park_code: 'b' } });
    const [gone, ...made] = await Promise.all([
      call('POST', `/v1/boards/${board}/records/parks/b/withdrawal`, { body: { reason: 'đua' } }),
      project('X'),
      project('Y'),
      project('Z'),
    ]);
    const isGone = gone.status === 200;
    expect(made.map((answer) => answer.status)).toEqual(Array.from({ length: 3 }, () => (isGone ? 409 : 201)));
  }
});

test("lists come in pages by key; content of one's own is refused with pointers", async () => {
  const { call } = registry;
  const board = await freshBoard();
  for (const code of ['b', 'c/d', 'e|f', 'g'])
    expect((await call('POST', `/v1/boards/${board}/records/parks`, { body: { ...parkCells, park_code: code } })).status).toBe(201);
  const keys: string[] = [];
  let cursor: string | null = null;
  do {
    const { body }: Answer = await call(
      'GET',
      `/v1/boards/${board}/records/parks?limit=2${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    keys.push(...body.items.map((item) => item.key));
    cursor = body.next;
  } while (cursor !== null);
  expect(keys).toEqual(['b', 'c/d', 'e%7Cf', 'g', 'pho-noi-a']);
  expect((await call('GET', `/v1/boards/${board}/records/parks/${encodeURIComponent('e%7Cf')}`)).body.content['park_code']).toBe('e|f');
  const bad = await call('POST', `/v1/boards/${board}/records/parks`, { body: { ...parkCells, park_code: 'h', kind: 'X', colour: 'red' } });
  expect(bad.body).toMatchObject({
    code: 'record_invalid',
    errors: [
      { code: 'column_unknown', pointer: '/colour' },
      { code: 'unknown_value', pointer: '/kind' },
    ],
  });
});
