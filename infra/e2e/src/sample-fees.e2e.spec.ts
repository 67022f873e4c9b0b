import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { badFeeFiles, FEE_SAMPLE, readFeeExpectation } from './platform/fee-set';
import { createKcn } from './platform/kcn';
import type { Ran } from './platform/kcn';
import type { Platform } from './platform/platform';
import { startPlatform } from './platform/platform';

jest.setTimeout(300_000);

const { through, asOf, report: expected } = readFeeExpectation();

describe('the fee sample by the command line', () => {
  let platform: Platform;
  let kcn: (...args: string[]) => Promise<Ran>;
  beforeAll(async () => {
    platform = await startPlatform({ services: ['fees'] });
    kcn = createKcn(platform);
  });
  afterAll(() => platform.stop());

  const documentOf = ({ exitCode, stdout, stderr }: Ran): Record<string, unknown> => {
    if (exitCode !== 0) throw new Error(`exit ${String(exitCode)}: ${stderr}`);
    return JSON.parse(stdout) as Record<string, unknown>;
  };
  const report = (board: string): Promise<Ran> => kcn('fees', 'report', '--board', board, '--as-of', asOf, '--json');
  const eventCount = (board: string): Promise<number> => platform.databaseOf('fees').collection('event_log').countDocuments({ board });

  test('the platform is ready', async () => {
    expect(documentOf(await kcn('status', '--json'))).toMatchObject({ ready: true, services: [{ service: 'fees', ready: true }] });
  });

  test.each([['csv'], ['camt053'], ['mt940'], [undefined]])('load, run, report give expected.json; statement %s', async (format) => {
    const board = `sample-${format ?? 'all'}`;
    const only = format === undefined ? [] : ['--statement', format];
    expect(documentOf(await kcn('fees', 'load', FEE_SAMPLE, '--board', board, ...only, '--json'))).toMatchObject({
      status: 'applied',
      errors: [],
      skipped: ['README.md', 'bad/', 'expected.json', 'run.json'],
    });
    const run = documentOf(await kcn('fees', 'run', '--board', board, '--through', through, '--issue', '--json'));
    expect(run).toMatchObject({ state: 'issued', creator: 'kcn-recorder', approver: 'kcn-approver' });
    const first = await report(board);
    expect(documentOf(first)).toEqual(expected);

    const recorded = await eventCount(board);
    expect(documentOf(await kcn('fees', 'load', FEE_SAMPLE, '--board', board, ...only, '--json'))).toMatchObject({ status: 'applied' });
    expect(await eventCount(board)).toBe(recorded);
    const again = documentOf(await kcn('fees', 'run', '--board', board, '--through', through, '--issue', '--json'));
    expect(again).toMatchObject({ invoices: 0 });
    expect((await report(board)).stdout).toBe(first.stdout);
  });

  test('without a second person the run waits, exit 3, until one approves it', async () => {
    await kcn('fees', 'load', FEE_SAMPLE, '--board', 'people');
    const run = ['fees', 'run', '--board', 'people', '--through', '2025-03', '--json'];
    expect(documentOf(await kcn(...run, '--dry-run'))).toMatchObject({ through: '2025-03', errors: [] });
    const alone = await kcn(...run, '--issue', '--as', 'lan', '--approve-as', 'lan');
    expect(alone.exitCode).toBe(3);
    const { id, state } = JSON.parse(alone.stdout) as { id: string; state: string };
    expect(state).toBe('waiting');
    const approve = ['fees', 'run', '--board', 'people', '--approve', id, '--json'];
    expect((await kcn(...approve, '--approve-as', 'lan')).exitCode).toBe(3);
    expect(documentOf(await kcn(...approve, '--approve-as', 'minh'))).toMatchObject({ state: 'issued', creator: 'lan', approver: 'minh' });
    expect((await kcn(...approve, '--approve-as', 'minh')).exitCode).toBe(1);
    const explained = await kcn('fees', 'explain', 'LS-HT-001-2025-Q1', '--board', 'people');
    expect(explained.stdout).toContain('39334108');
  });

  test('a month is closed and a match undone by two people; the head opens the month again', async () => {
    const close = ['fees', 'close', '--board', 'people', '--month', '2025-01', '--json'];
    const waiting = await kcn(...close, '--as', 'lan');
    expect(waiting.exitCode).toBe(3);
    const { id } = JSON.parse(waiting.stdout) as { id: string };
    expect((await kcn('fees', 'confirm', id, '--board', 'people', '--approve-as', 'lan')).exitCode).toBe(3);
    const closed = await kcn('fees', 'confirm', id, '--board', 'people', '--approve-as', 'minh', '--json');
    expect(documentOf(closed)).toMatchObject({ kind: 'closing', state: 'confirmed', proposer: 'lan', decider: 'minh' });
    expect((await kcn(...close, '--reopen')).exitCode).toBe(64);
    const opened = await kcn(...close, '--reopen', '--reason', 'sai sót');
    expect(documentOf(opened)).toMatchObject({ kind: 'reopening', state: 'confirmed', proposer: 'kcn-approver' });
    const line = ['--account', '1002003001', '--ref', 'FT25003F6GQ4K', '--reason', 'nhầm người trả'];
    expect(documentOf(await kcn('fees', 'undo', '--board', 'people', ...line, '--json'))).toMatchObject({
      kind: 'undo',
      state: 'confirmed',
    });
  });

  test('next year’s plan goes from the proposal to the approval, by two people', async () => {
    const plan = (...args: string[]): Promise<Ran> => kcn('fees', 'plan', ...args, '--board', 'people', '--year', '2027', '--json');
    expect(documentOf(await plan('propose'))).toMatchObject({ year: 2027, state: 'draft' });
    const edit = ['--park', 'loc-son', '--service', 'INFRA', '--amount', '1000', '--reason', 'trả đất'];
    expect(documentOf(await plan('edit', ...edit))).toMatchObject({ edits: [{ by: 'kcn-recorder', reason: 'trả đất' }] });
    expect(documentOf(await plan('submit', '--as', 'lan'))).toMatchObject({ state: 'submitted', submitted_by: 'lan' });
    expect((await plan('approve', '--approve-as', 'lan')).exitCode).toBe(3);
    expect(documentOf(await plan('approve', '--decision', '15/QĐ-BQL'))).toMatchObject({ state: 'approved', approved_by: 'kcn-approver' });
    expect(documentOf(await plan('performance', '--as-of', '2027-03-31', '--by', 'quarter'))).toMatchObject({ year: 2027 });
  });

  test('every bad file is refused at its place and nothing changes', async () => {
    for (const bad of badFeeFiles()) {
      const folder = mkdtempSync(join(tmpdir(), 'kcn-bad-fees-'));
      try {
        bad.layIn(folder);
        const refused = await kcn('fees', 'load', folder, '--board', 'bad', '--json');
        const { status, errors } = JSON.parse(refused.stdout) as { status: string; errors: { where: string; line: number }[] };
        const found = { file: bad.file, exitCode: refused.exitCode, status, where: errors.map(({ where }) => where) };
        expect(found).toEqual({ file: bad.file, exitCode: 1, status: 'refused', where: [bad.where] });
      } finally {
        rmSync(folder, { recursive: true });
      }
    }
    expect(await eventCount('bad')).toBe(0);
  });

  test('what a person does wrong is told', async () => {
    const unknown = await kcn('fees', 'report', '--board', 'nobody', '--as-of', asOf, '--json');
    expect([unknown.exitCode, (JSON.parse(unknown.stdout) as { code: string }).code]).toEqual([1, 'unknown_board']);
    expect((await kcn('fees', 'report', '--board', 'people', '--as-of', '31/12/2026')).exitCode).toBe(64);
    expect((await kcn('fees', 'run', '--board', 'people')).exitCode).toBe(64);
    expect((await kcn('fees', 'explain', 'none', '--board', 'people')).exitCode).toBe(1);
  });
});
