import type { Fault } from './faults/fault';
import { crashAt, killKafka, killMongo, killService, loseRedis } from './faults/kills';
import { runUnderLoad } from './faults/run-under-load';
import type { Platform } from './platform/platform';
import { startPlatform } from './platform/platform';
import { settledSummary } from './platform/summary';
import { until } from './platform/until';

jest.setTimeout(600_000);

/** The quick form; `npm run faults` is the long one. */
const SEED = 20_170_101;
const PROJECTS = 60;
const CONCURRENCY = 8;

describe('nothing lost and nothing twice, whatever is killed', () => {
  let platform: Platform;
  let undisturbed: unknown;

  beforeAll(async () => {
    platform = await startPlatform();
    const result = await runUnderLoad(platform, {
      board: 'undisturbed',
      seed: SEED,
      projects: PROJECTS,
      concurrency: CONCURRENCY,
      faults: [],
      replay: false,
    });
    expect(result.wrong).toEqual([]);
    undisturbed = await figuresOf('undisturbed');
  });
  afterAll(() => platform.stop());

  const figuresOf = async (board: string): Promise<unknown> => {
    const reader = await platform.client('reporting', { subject: 'a.reader', roles: ['reader'] });
    return (await settledSummary(reader, board, '2017')).summary.figures;
  };

  const faults: [string, () => Fault[]][] = [
    ['registry killed before a commit', () => [crashAt('registry', 'before-commit:3')]],
    ['registry killed between commit and answer', () => [crashAt('registry', 'after-commit-before-answer:3')]],
    ['relay killed between send and mark', () => [crashAt('registry', 'relay-after-send-before-mark:3')]],
    ['reporting killed between effect and commit', () => [crashAt('reporting', 'consumer-before-commit:2')]],
    ['reporting killed between commit and offset', () => [crashAt('reporting', 'consumer-after-effect-before-offset:2')]],
    ['registry and reporting killed at random points', () => [killService('registry'), killService('reporting'), killService('registry')]],
    ['Kafka killed, writes go on meanwhile', () => [killKafka({ acknowledgedMeanwhile: writesGoOn })]],
    ['MongoDB killed', () => [killMongo]],
  ];

  /** Twenty commands on a board of their own are acknowledged while Kafka is down. */
  async function writesGoOn(): Promise<void> {
    const client = await platform.client('registry', { subject: 'a.recorder', roles: ['recorder'] });
    for (let day = 1; day <= 20; day++) {
      const row = { date: `2020-01-${String(day).padStart(2, '0')}`, currency: 'USD', vnd_per_unit: '23000', source: '' };
      const answer = await client.insist('POST', '/v1/boards/meanwhile/records/exchange-rates', row, { timeoutMs: 10_000 });
      if (answer.status !== 201 && answer.status !== 200)
        throw new Error(`a write while Kafka is down was answered ${String(answer.status)}: ${answer.text}`);
    }
  }

  test('Redis killed and its memory lost while summaries are asked for: each is done, once', async () => {
    const client = await platform.client('reporting', { subject: 'a.recorder', roles: ['recorder', 'reader'] });
    const path = '/v1/boards/undisturbed/summary-runs';
    const periods = ['2016', '2017', '2017-H1', '2017-9M', '2017-Q1', '2017-Q2', '2017-Q3', '2017-Q4'];
    const ask = async (period: string): Promise<string> => {
      const answer = await client.insist('POST', path, { period }, { key: `run-${period}` });
      if (answer.status !== 202) throw new Error(`a run was answered ${String(answer.status)}: ${answer.text}`);
      return answer.headers.get('location') ?? '';
    };
    const before = await Promise.all(periods.slice(0, 4).map(ask));
    await loseRedis.strike(platform);
    const after = await Promise.all(periods.slice(4).map(ask));
    // The repeated requests are the same runs.
    expect(await Promise.all(periods.map(ask))).toEqual([...before, ...after]);
    for (const location of [...before, ...after]) {
      await until(async () => ((await client.get(location)).body as { status: string }).status === 'done', {
        what: `${location} to be done`,
        timeoutMs: 60_000,
      });
    }
    const stored = await platform.reportingDb.collection('job_requests').countDocuments({ job: 'summary-run', board: 'undisturbed' });
    expect(stored).toBe(periods.length);
  });

  test.each(faults)('%s', async (name, make) => {
    const board = name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .slice(0, 40)
      .replace(/-$/, '');
    const { wrong } = await runUnderLoad(platform, {
      board,
      seed: SEED,
      projects: PROJECTS,
      concurrency: CONCURRENCY,
      faults: make(),
      replay: false,
    });
    expect(wrong).toEqual([]);
    expect(await figuresOf(board)).toEqual(undisturbed);
  });
});

test('two registries and two reporting processes at once end in the same figures, also when one of each is killed', async () => {
  const platform = await startPlatform({ copies: 2 });
  try {
    const plain = await runUnderLoad(platform, {
      board: 'plain',
      seed: SEED,
      projects: PROJECTS,
      concurrency: CONCURRENCY,
      faults: [],
      replay: false,
    });
    const killed = await runUnderLoad(platform, {
      board: 'killed',
      seed: SEED,
      projects: PROJECTS,
      concurrency: CONCURRENCY,
      faults: [killService('registry'), killService('reporting')],
      replay: true,
    });
    expect([...plain.wrong, ...killed.wrong]).toEqual([]);
    const reader = await platform.client('reporting', { subject: 'a.reader', roles: ['reader'] });
    const [a, b] = [await settledSummary(reader, 'plain', '2017'), await settledSummary(reader, 'killed', '2017')];
    expect(b.summary.figures).toEqual(a.summary.figures);
  } finally {
    await platform.stop();
  }
});
