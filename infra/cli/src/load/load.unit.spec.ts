import { mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ListedFault } from '../api/problem';
import { withStandIns } from '../spec-support/run-kcn';
import type { Received, Script } from '../spec-support/stand-in';

const IMPORTS = 'POST /v1/boards/hung-yen/imports';
const report = (mode: string, status: string, more: object = {}) => ({
  import_id: 'i1',
  mode,
  status,
  files: [{ file: 'parks.csv', kind: 'parks', rows: 1200, added: 1200, corrected: 0, unchanged: 0, refused: 0 }],
  errors: [],
  error_count: 0,
  ...more,
});
const taking: Script = { [IMPORTS]: [{ body: report('dry-run', 'checked') }, { status: 201, body: report('apply', 'applied') }] };
const modes = (received: readonly Received[]) => received.map(({ query }) => query.get('mode'));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kcn-load-'));
  await writeFile(join(folder, 'board.json'), '{"board":"hung-yen"}');
  await writeFile(join(folder, 'parks.csv'), 'park_code\npho-noi-a\n');
  await writeFile(join(folder, 'Plan-Targets.CSV'), 'indicator\n');
  await writeFile(join(folder, 'README.md'), '#');
  await writeFile(join(folder, 'fee-tariffs.csv'), 'tariff_code\n');
  await writeFile(join(folder, '.hidden.csv'), '');
  await mkdir(join(folder, 'bad'));
});
afterEach(() => rm(folder, { recursive: true }));

it('sends each service its files as one set, both dry first, then applied; names what it skips', async () => {
  await withStandIns({ registry: taking, reporting: taking }, async ({ kcn, registry, reporting }) => {
    const { exitCode, stdout, stderr } = await kcn('load', folder);
    expect(exitCode).toBe(0);
    expect(modes(registry.received)).toEqual(['dry-run', 'apply']);
    expect(modes(reporting.received)).toEqual(['dry-run', 'apply']);
    const body = registry.received[0]?.body ?? '';
    expect(body.match(/name="[^"]+"; filename="[^"]+"/g)).toEqual([
      'name="board.json"; filename="board.json"',
      'name="parks.csv"; filename="parks.csv"',
    ]);
    expect(body).toContain('park_code\npho-noi-a\n');
    expect(reporting.received[0]?.body).toContain('filename="Plan-Targets.CSV"');
    expect(new Set([...registry.received, ...reporting.received].map(({ headers }) => headers['idempotency-key'])).size).toBe(4);
    expect(stderr).toContain('README.md, bad/, fee-tariffs.csv');
    expect(stdout).toMatch(/parks\.csv +1\.200 +1\.200 +0 +0 +0/);
  });
});

it('--dry-run applies nothing', async () => {
  await withStandIns({ registry: taking, reporting: taking }, async ({ kcn, registry, reporting }) => {
    const { exitCode, stdout } = await kcn('load', folder, '--dry-run', '--json');
    expect(exitCode).toBe(0);
    expect([...modes(registry.received), ...modes(reporting.received)]).toEqual(['dry-run', 'dry-run']);
    expect(JSON.parse(stdout)).toMatchObject({
      board: 'hung-yen',
      status: 'checked',
      error_count: 0,
      skipped: ['README.md', 'bad/', 'fee-tariffs.csv'],
    });
  });
});

it('one bad row anywhere: nothing is applied anywhere, exit 1, the rows with place, code and both texts', async () => {
  const errors: ListedFault[] = [
    {
      file: 'plan-targets.csv',
      where: 'line 12 column value',
      line: 12,
      column: 'value',
      code: 'bad_decimal',
      vi: 'Không phải số',
      en: 'Not a number',
    },
  ];
  errors.push({
    file: 'plan-targets.csv',
    where: 'file',
    line: null,
    column: null,
    code: 'bad_header',
    vi: 'Thiếu cột',
    en: 'A column is missing',
  });
  const refused = {
    status: 422,
    body: { status: 422, code: 'import_refused', vi: 'x', en: 'x', report: report('dry-run', 'refused', { errors, error_count: 1500 }) },
  };
  await withStandIns({ registry: taking, reporting: { [IMPORTS]: [refused] } }, async ({ kcn, registry, reporting }) => {
    const { exitCode, stdout, stderr } = await kcn('load', folder, '--json');
    expect(exitCode).toBe(1);
    expect([...modes(registry.received), ...modes(reporting.received)]).toEqual(['dry-run', 'dry-run']);
    expect(stderr).toMatch(
      /plan-targets\.csv:12 +value +bad_decimal +Không phải số\n +Not a number\nplan-targets\.csv +bad_header +Thiếu cột\n +A column is missing\n… 1\.498 lỗi nữa/,
    );
    expect(JSON.parse(stdout)).toMatchObject({ status: 'refused', error_count: 1500, errors });
  });
});

it('follows a large import to its end', async () => {
  const registry: Script = {
    [IMPORTS]: [
      { body: report('dry-run', 'checked') },
      { status: 202, body: report('apply', 'applying', { progress: { done: 0, total: 9 } }) },
    ],
    'GET /v1/boards/hung-yen/imports/i1': [
      { body: report('apply', 'applying', { progress: { done: 4, total: 9 } }) },
      { body: report('apply', 'applied') },
    ],
  };
  await withStandIns({ registry, reporting: taking }, async ({ kcn, registry: asked }) => {
    expect(await kcn('load', folder)).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Đã ghi') });
    expect(asked.received.filter(({ method }) => method === 'GET')).toHaveLength(2);
  });
});

it('--board wins over board.json; without either nothing is sent', async () => {
  await withStandIns({}, async ({ kcn, registry }) => {
    expect((await kcn('load', folder, '--board', 'other')).exitCode).toBe(1);
    expect(registry.received[0]?.path).toBe('/v1/boards/other/imports');
    await rm(join(folder, 'board.json'));
    expect((await kcn('load', folder)).exitCode).toBe(64);
    expect(registry.received).toHaveLength(1);
  });
});

it('a file over 64 MB is refused before anything is sent', async () => {
  const file = await open(join(folder, 'projects.csv'), 'w');
  await file.truncate(64 * 1024 * 1024 + 1);
  await file.close();
  await withStandIns({}, async ({ kcn, registry }) => {
    const { exitCode, stderr } = await kcn('load', folder);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/projects\.csv +file_too_large/);
    expect(registry.received).toEqual([]);
  });
});
