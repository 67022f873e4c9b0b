import { csv, parkCells, projectCells } from './spec-support/records';
import { readSample, sampleFiles, withLine } from './spec-support/sample';
import { startRegistry } from './spec-support/start-registry';
import type { TestRegistry } from './spec-support/start-registry';

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.stop());

/** All that an import could change. */
async function stateOf(board: string): Promise<unknown> {
  const db = registry.database.connection;
  const [records, entries, head] = await Promise.all([
    db.collection('records').find({ board }).sort({ _id: 1 }).toArray(),
    db.collection('event_log').find({ board }).sort({ _id: 1 }).toArray(),
    db.collection('log_heads').findOne({ _id: board as never }, { projection: { position: 1 } }),
  ]);
  return { records, entries, head };
}

const sound = { 'parks.csv': csv('parks', parkCells), 'projects.csv': csv('projects', projectCells) };

test('one bad row refuses the whole set: every file keeps what it had, and the report says where and why', async () => {
  const { importFiles, call } = registry;
  const bad = {
    ...sound,
    'leases.csv': csv('leases', {
      lease_no: 'L1',
      park_code: 'pho-noi-a',
      project_code: 'P9',
      area_m2: '1',
      from: '2011-01-01',
      kind: 'LAND',
    }),
  };
  const before = await stateOf('b1');
  const answer = await importFiles('b1', bad);
  expect(answer.status).toBe(422);
  expect(answer.body).toMatchObject({
    code: 'import_refused',
    report: {
      status: 'refused',
      error_count: 1,
      errors: [{ file: 'leases.csv', where: 'line 2 column project_code', line: 2, column: 'project_code', code: 'reference_unknown' }],
      files: [{ refused: 0 }, { refused: 0 }, { refused: 1 }],
    },
  });
  expect(await stateOf('b1')).toEqual(before);
  expect((await call('GET', `/v1/boards/b1/imports/${answer.body.report.import_id}`)).body).toMatchObject({
    status: 'refused',
    error_count: 1,
  });

  expect((await importFiles('b1', sound)).status).toBe(201);
  const after = await stateOf('b1');
  expect((await importFiles('b1', { ...bad, 'parks.csv': csv('parks', { ...parkCells, name: 'Tên mới' }) })).status).toBe(422);
  expect(await stateOf('b1')).toEqual(after);
});

test('a file over 64 MB is answered 413 and changes nothing', async () => {
  const before = await stateOf('b1');
  const answer = await registry.importFiles('b1', { 'parks.csv': Buffer.alloc(100 * 1_024 * 1_024, 'a') });
  expect(answer.status).toBe(413);
  expect(answer.body).toMatchObject({ code: 'file_too_large' });
  expect(await stateOf('b1')).toEqual(before);
});

const boardFile = { 'board.json': readSample('board.json').replace('"hung-yen"', '"b2"') };

test('the same file twice at once takes effect once', async () => {
  const answers = await Promise.all([
    registry.importFiles('b2', sampleFiles(boardFile)),
    registry.importFiles('b2', sampleFiles(boardFile)),
    registry.importFiles('b2', sampleFiles(boardFile)),
  ]);
  expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201]);
  const changed = answers.map((answer) => answer.body.progress.total).sort((a, b) => a - b);
  expect(changed.slice(0, 2)).toEqual([0, 0]);
  expect((await registry.call('GET', '/v1/boards/b2/log/head')).body.position).toBe(changed[2]);
});

test('different corrections at once: both are there in the end, one after the other', async () => {
  const lease = (area: string) => ({ 'leases.csv': withLine(readSample('leases.csv'), 2, (row) => row.replace('22342.5', area)) });
  const { body: before } = await registry.call('GET', '/v1/boards/b2/log/head');
  await Promise.all([registry.importFiles('b2', lease('1')), registry.importFiles('b2', lease('2'))]);
  const { body: history } = await registry.call('GET', '/v1/boards/b2/records/leases/HD-PNA-0001/history');
  expect(history.versions).toHaveLength(3);
  expect((await registry.call('GET', '/v1/boards/b2/log/head')).body.position).toBe(before.position + 2);
});

test('one key: the import is there once and answered alike; another body under it is refused; a refused one leaves the key free', async () => {
  const { importFiles } = registry;
  expect((await importFiles('b3', { 'parks.csv': 'x' }, { key: 'k' })).status).toBe(422);
  const [first, second] = await Promise.all([importFiles('b3', sound, { key: 'k' }), importFiles('b3', sound, { key: 'k' })]);
  expect([first.status, second.status]).toEqual([201, 201]);
  expect(second.body).toEqual(first.body);
  expect([first, second].filter((answer) => answer.headers.get('idempotency-replayed') === 'true')).toHaveLength(1);
  const other = await importFiles('b3', { 'parks.csv': csv('parks', { ...parkCells, name: 'x' }) }, { key: 'k' });
  expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused']);
});

test('what is no upload of files is refused', async () => {
  expect((await registry.call('POST', '/v1/boards/b1/imports', { body: {} })).body.code).toBe('unsupported_media_type');
  expect((await registry.importFiles('b1', {})).body.code).toMatch(/no_file|malformed_upload/);
});
