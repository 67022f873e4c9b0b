import { SAMPLE_FILES, readSample, sampleFiles, withLine } from './spec-support/sample';
import { startRegistry } from './spec-support/start-registry';
import type { TestRegistry } from './spec-support/start-registry';

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.stop());

test('the sample set is checked, then taken in whole; again it changes nothing; a changed row is a correction', async () => {
  const { call, importFiles } = registry;
  const rowCounts = Object.fromEntries(
    SAMPLE_FILES.map((name) => [name, name === 'board.json' ? 1 : readSample(name).trimEnd().split('\n').length - 1]),
  );
  const total = Object.values(rowCounts).reduce((sum, rows) => sum + rows, 0);

  const dry = await importFiles('hung-yen', sampleFiles(), { mode: 'dry-run' });
  expect(dry.body).toMatchObject({ status: 'checked', error_count: 0, progress: { done: 0, total } });
  expect((await call('GET', '/v1/boards/hung-yen/log/head')).status).toBe(404);

  const first = await importFiles('hung-yen', sampleFiles());
  expect(first.status).toBe(201);
  expect(first.body).toMatchObject({
    mode: 'apply',
    status: 'applied',
    error_count: 0,
    progress: { done: total, total },
    last_position: total,
  });
  expect(Object.fromEntries(first.body.files.map((file) => [file.file, file.rows]))).toEqual(rowCounts);

  const again = await importFiles('hung-yen', sampleFiles());
  expect(again.body).toMatchObject({
    status: 'applied',
    progress: { done: 0, total: 0 },
    last_position: total,
    recorded_at: first.body.recorded_at,
  });
  expect(again.body.files.every((file) => file.unchanged === file.rows)).toBe(true);

  const corrected = await importFiles('hung-yen', {
    'leases.csv': withLine(readSample('leases.csv'), 2, (row) => row.replace('22342.5', '22343')),
  });
  expect(corrected.body).toMatchObject({ status: 'applied', progress: { total: 1 }, last_position: total + 1 });
  expect(corrected.body.files[0]).toMatchObject({ corrected: 1, unchanged: (rowCounts['leases.csv'] ?? 0) - 1 });

  const lease = await call('GET', '/v1/boards/hung-yen/records/leases/HD-PNA-0001');
  expect(lease.body).toMatchObject({ version: 2, position: total + 1, content: { area_m2: '22343' } });
});
