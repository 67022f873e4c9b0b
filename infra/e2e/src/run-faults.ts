import { deliverShuffled, resendAll } from './faults/deliveries';
import type { Fault } from './faults/fault';
import { freezeSecondCopies } from './faults/freeze';
import { crashAt, killKafka, killMongo, killService } from './faults/kills';
import { poisonTopic } from './faults/poison';
import { runUnderLoad } from './faults/run-under-load';
import { loseRedisWhileSummariesRun } from './faults/summaries-without-redis';
import { startPlatform } from './platform/platform';
import type { Platform } from './platform/platform';
import { settledSummary } from './platform/summary';

const SEED = Number(process.env['KCN_FAULTS_SEED'] ?? '20261125');
const CONCURRENCY = 16;

interface Round {
  readonly name: string;
  readonly projects: number;
  readonly faults: (board: string) => readonly Fault[];
  readonly replay?: boolean;
  /** Copies of each service. Default 1. */
  readonly copies?: number;
  /** Reporting is away during the load and then gets the events out of order. */
  readonly shuffled?: boolean;
  /** What is done with the board once it is quiet. @returns what is wrong */
  readonly afterwards?: (platform: Platform, board: string) => Promise<string[]>;
}

const times = (count: number, fault: Fault): Fault[] => Array.from({ length: count }, () => fault);
const downFor = (ms: number): Fault => killKafka({ acknowledgedMeanwhile: () => new Promise((resolve) => setTimeout(resolve, ms)) });

/** About eleven commands a project; 2,000 projects are more than 20,000 commands. */
const ROUNDS: readonly Round[] = [
  { name: 'D1 registry killed 20 times', projects: 2_000, faults: () => times(20, killService('registry')) },
  { name: 'D1 reporting killed 20 times', projects: 2_000, faults: () => times(20, killService('reporting')) },
  {
    name: 'D2 every crash point',
    projects: 600,
    faults: () => [
      crashAt('registry', 'before-commit:5'),
      crashAt('registry', 'after-commit-before-answer:5'),
      crashAt('registry', 'relay-before-send:5'),
      crashAt('registry', 'relay-after-send-before-mark:5'),
      crashAt('reporting', 'consumer-before-commit:3'),
      crashAt('reporting', 'consumer-after-effect-before-offset:3'),
    ],
  },
  { name: 'D3 MongoDB killed 5 times', projects: 600, faults: () => times(5, killMongo) },
  { name: 'D4 Kafka down for 60 s', projects: 4_000, faults: () => [downFor(60_000)] },
  {
    name: 'D5 Redis killed and its memory lost, 5 times',
    projects: 60,
    faults: () => [],
    async afterwards(platform, board) {
      const wrong: string[] = [];
      const all = Array.from({ length: 5 }, (_, index) => 2013 + index);
      for (const [index] of all.entries())
        wrong.push(...(await loseRedisWhileSummariesRun(platform, { board, years: all.slice(0, index + 1) })));
      return wrong;
    },
  },
  { name: 'D6 second copies frozen 3 times', projects: 3_000, copies: 2, faults: (board) => times(3, freezeSecondCopies(board)) },
  { name: 'D7 everything sent again, 5 times', projects: 600, faults: () => [1, 2, 3, 4, 5].map((more) => resendAll(SEED + more)) },
  { name: 'D8 events first seen repeated and out of order', projects: 600, shuffled: true, faults: () => [] },
  { name: 'D9 poison 5 times', projects: 600, faults: () => times(5, poisonTopic()) },
  {
    name: 'all of it at random',
    projects: 1_000,
    replay: true,
    faults: () => [
      killService('registry'),
      killMongo,
      killService('reporting'),
      downFor(5_000),
      resendAll(SEED),
      killService('registry'),
      killService('reporting'),
    ],
  },
];

interface RoundResult {
  readonly wrong: readonly string[];
  readonly report: string;
}

async function runRound(platform: Platform, index: number, round: Round): Promise<RoundResult> {
  const { projects, replay = false, shuffled = false, afterwards } = round;
  const load = { seed: SEED + index, projects, concurrency: CONCURRENCY };
  const board = `disturbed-${String(index)}`;
  const calmBoard = `calm-${String(index)}`;
  const faults = round.faults(board);
  const startedAt = performance.now();
  const disturbed = await runUnderLoad(platform, {
    ...load,
    board,
    faults,
    replay,
    topicInOrder: !shuffled,
    ...(shuffled ? { around: (work: () => Promise<void>) => deliverShuffled(platform, { board, seed: SEED, work }) } : {}),
  });
  const seconds = (performance.now() - startedAt) / 1_000;
  // The same commands without any fault: the figures must be the same.
  const calm = await runUnderLoad(platform, { ...load, board: calmBoard, faults: [], replay: false });
  const reader = await platform.client('reporting', { subject: 'a.reader', roles: ['reader'] });
  const [a, b] = await Promise.all([board, calmBoard].map((one) => settledSummary(reader, one, '2017')));
  const wrong = [...disturbed.wrong, ...calm.wrong, ...((await afterwards?.(platform, board)) ?? [])];
  if (JSON.stringify(a?.summary.figures) !== JSON.stringify(b?.summary.figures))
    wrong.push('the figures differ from those of the undisturbed run');
  const { log } = disturbed;
  return {
    wrong,
    report:
      `${String(faults.length)} faults, ${String(log.acknowledged.size)} commands acknowledged, ` +
      `${String(log.unknown)} attempts without an answer, ${String(log.unavailable)} answered 503, ${seconds.toFixed(0)} s`,
  };
}

/** Prints counts per round. @returns the exit code: 0 when every invariant held in every round */
export async function runFaults(words: readonly string[]): Promise<number> {
  const chosen = ROUNDS.filter(({ name }) => words.length === 0 || words.some((word) => name.toLowerCase().includes(word.toLowerCase())));
  console.log(`seed ${String(SEED)}, ${String(chosen.length)} rounds`);
  let platform: Platform | undefined;
  let copies = 0;
  let bad = 0;
  try {
    for (const [index, round] of chosen.entries()) {
      if (!platform || copies !== (round.copies ?? 1)) {
        await platform?.stop();
        copies = round.copies ?? 1;
        platform = await startPlatform({ copies });
      }
      const { wrong, report } = await runRound(platform, index, round);
      console.log(`${wrong.length === 0 ? '✓' : '✗'} ${round.name}: ${report}`);
      for (const one of wrong) console.log(`    ${one}`);
      if (wrong.length > 0) bad += 1;
    }
  } finally {
    await platform?.stop();
  }
  console.log(`${String(chosen.length - bad)} of ${String(chosen.length)} rounds held every invariant`);
  return bad === 0 && chosen.length > 0 ? 0 : 1;
}
