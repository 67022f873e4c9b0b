import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withStandIns } from '../spec-support/run-kcn';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kcn-letters-'));
});
afterAll(() => rm(folder, { recursive: true }));
const outOf = (name: string): string => join(folder, name);
const written = (name: string): Promise<string> => readFile(outOf(name), 'utf8');

test.each([
  [
    ['notice', 'HĐ/1-2026-Q2', '--format', 'docx', '--as-of', '2026-09-30'],
    'GET /v1/boards/b/invoices/H%C4%90%2F1-2026-Q2/notice',
    { format: 'docx', as_of: '2026-09-30' },
  ],
  [
    ['statement', 'C-1', '--from', '2026-01-01', '--to', '2026-09-30', '--known-at', '2026-10-01T00:00:00Z'],
    'GET /v1/boards/b/contracts/C-1/statement',
    { format: 'pdf', from: '2026-01-01', to: '2026-09-30', known_at: '2026-10-01T00:00:00Z' },
  ],
  [
    ['reminder', '9900000108', '--as-of', '2026-09-30', '--step', 'LETTER_2', '--creditor', 'ct'],
    'GET /v1/boards/b/debtors/9900000108/reminder',
    { format: 'pdf', as_of: '2026-09-30', step: 'LETTER_2', creditor: 'ct' },
  ],
  [
    ['reconcile', '9900000108', '--as-of', '2026-09-30'],
    'GET /v1/boards/b/debtors/9900000108/reconciliation',
    { format: 'pdf', as_of: '2026-09-30' },
  ],
])('%j is asked for and written as it comes', async ([name = '', ...rest], route, query) => {
  await withStandIns({ fees: { [route]: [{ headers: { etag: '"abc"' }, body: 'the file' }] } }, async ({ kcn, fees }) => {
    const ran = await kcn('fees', name, ...rest, '--board', 'b', '--out', outOf(name), '--json');
    expect([ran.exitCode, JSON.parse(ran.stdout)]).toEqual([0, { file: outOf(name), bytes: 8, sha256: 'abc' }]);
    expect(Object.fromEntries(fees.received[0]?.query ?? [])).toEqual(query);
    expect(await written(name)).toBe('the file');
  });
});

test('what the service refuses is said and writes nothing', async () => {
  const refused = { status: 409, body: { status: 409, code: 'creditor_unknown', vi: 'Chưa có đơn vị thu', en: 'No creditor' } };
  await withStandIns({ fees: { 'GET /v1/boards/b/invoices/X/notice': [refused] } }, async ({ kcn }) => {
    const ran = await kcn('fees', 'notice', 'X', '--board', 'b', '--out', outOf('none'));
    expect([ran.exitCode, ran.stderr]).toEqual([1, expect.stringContaining('Chưa có đơn vị thu')]);
    await expect(written('none')).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('printing a run', () => {
  const begin = 'POST /v1/boards/b/billing-runs/r1/printings';
  const follow = 'GET /v1/boards/b/printings/p1';
  const printing = (state: string, more: object = {}) => ({ body: { id: 'p1', state, progress: 50, file: null, error: null, ...more } });
  const done = (refused: readonly object[]) =>
    printing('done', {
      file: {
        ...{ href: '/v1/boards/b/printings/p1/notices.pdf', documents: 2, pages: 2, bytes: 8, sha256: 'abc' },
        ...{ refused, refused_count: refused.length },
      },
    });
  const file = { 'GET /v1/boards/b/printings/p1/notices.pdf': [{ body: 'the file' }] };

  test('is begun once, followed to its end and written', async () => {
    const script = { [begin]: [{ ...printing('queued'), status: 202 }], [follow]: [printing('running'), done([])], ...file };
    await withStandIns({ fees: script }, async ({ kcn, fees }) => {
      const ran = await kcn('fees', 'print', 'r1', '--board', 'b', '--out', outOf('run'), '--two-sided');
      expect([ran.exitCode, ran.stdout]).toEqual([0, expect.stringContaining('2 thông báo, 2 trang')]);
      expect(fees.received.filter(({ method }) => method === 'POST').map(({ body }) => JSON.parse(body) as unknown)).toEqual([
        { two_sided: true },
      ]);
      expect(await written('run')).toBe('the file');
    });
  });

  test('names what has no notice and exits with 1; what failed writes nothing', async () => {
    const left = done([{ invoice: 'X-2026-01', code: 'no_payment_purpose', vi: 'không ghi được', en: 'does not fit' }]);
    await withStandIns({ fees: { [begin]: [left], ...file } }, async ({ kcn }) => {
      const ran = await kcn('fees', 'print', 'r1', '--board', 'b', '--out', outOf('left'));
      expect([ran.exitCode, ran.stderr]).toEqual([1, expect.stringContaining('X-2026-01')]);
      expect(await written('left')).toBe('the file');
    });
    const failed = printing('failed', { error: { code: 'no_notice', vi: 'Không lập được', en: 'None' } });
    await withStandIns({ fees: { [begin]: [failed] } }, async ({ kcn }) => {
      const ran = await kcn('fees', 'print', 'r1', '--board', 'b', '--out', outOf('failed'));
      expect([ran.exitCode, ran.stderr]).toEqual([1, expect.stringContaining('Không lập được')]);
      await expect(written('failed')).rejects.toMatchObject({ code: 'ENOENT' });
    });
  });
});
