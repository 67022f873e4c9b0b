import type { Fault } from './faults/fault';
import { deliverAfterwards, resendAll, shuffled } from './faults/deliveries';
import { freezeSecondCopies } from './faults/freeze';
import { killKafka } from './faults/kill-kafka';
import { killMongo } from './faults/kill-mongo';
import { crashAt, killService } from './faults/kills';
import { poisonTopic } from './faults/poison';
import { runUnderLoad } from './faults/run-under-load';
import { loseRedisWhileSummariesRun } from './faults/summaries-without-redis';
import { grossMisses } from './measure/measure';
import type { Platform } from './platform/platform';
import { startPlatform } from './platform/platform';
import { settledSummary } from './platform/summary';

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
    ['reporting killed between effect and commit', () => [crashAt('reporting', 'consumer-before-commit:1')]],
    ['reporting killed between commit and offset', () => [crashAt('reporting', 'consumer-after-effect-before-offset:1')]],
    ['registry and reporting killed at random points', () => [killService('registry'), killService('reporting'), killService('registry')]],
    ['Kafka killed, writes go on meanwhile', () => [killKafka(writesGoOn)]],
    ['MongoDB killed', () => [killMongo({ awayMs: 1_000 })]],
    ['everything sent again up to five times, shuffled', () => [resendAll(SEED)]],
    ['poison in every partition', () => [poisonTopic()]],
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
    expect(await loseRedisWhileSummariesRun(platform, { board: 'undisturbed', years: [2017] })).toEqual([]);
  });

  test('events that reporting first sees repeated and out of order', async () => {
    const { wrong } = await runUnderLoad(platform, {
      board: 'shuffled',
      seed: SEED,
      projects: PROJECTS,
      concurrency: CONCURRENCY,
      faults: [],
      replay: false,
      topicInOrder: false,
      around: async (work) => {
        await deliverAfterwards(platform, { board: 'shuffled', arrange: shuffled(SEED), work });
      },
    });
    expect(wrong).toEqual([]);
    expect(await figuresOf('shuffled')).toEqual(undisturbed);
  });

  test.each(faults)('%s', async (name, make) => {
    const board = name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .slice(0, 40)
      .replace(/-$/, '');
    const { wrong, measures } = await runUnderLoad(platform, {
      board,
      seed: SEED,
      projects: PROJECTS,
      concurrency: CONCURRENCY,
      faults: make(),
      replay: false,
    });
    expect(wrong).toEqual([]);
    expect(grossMisses(measures)).toEqual([]);
    expect(await figuresOf(board)).toEqual(undisturbed);
  });
});

test('two registries and two reporting processes at once end in the same figures, also when one of each is killed or frozen', async () => {
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
    const frozen = await runUnderLoad(platform, {
      board: 'frozen',
      seed: SEED,
      projects: PROJECTS,
      concurrency: CONCURRENCY,
      faults: [freezeSecondCopies],
      replay: false,
    });
    expect([...plain.wrong, ...killed.wrong, ...frozen.wrong]).toEqual([]);
    expect(grossMisses([...killed.measures, ...frozen.measures])).toEqual([]);
    const reader = await platform.client('reporting', { subject: 'a.reader', roles: ['reader'] });
    const { summary } = await settledSummary(reader, 'plain', '2017');
    for (const board of ['killed', 'frozen'])
      expect((await settledSummary(reader, board, '2017')).summary.figures).toEqual(summary.figures);
  } finally {
    await platform.stop();
  }
});
