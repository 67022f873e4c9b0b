import { crashAt, killKafka, killMongo, killService } from './faults/kills';
import type { Fault } from './faults/fault';
import { runUnderLoad } from './faults/run-under-load';
import { startPlatform } from './platform/platform';
import { settledSummary } from './platform/summary';

const SEED = Number(process.env['KCN_FAULTS_SEED'] ?? '20261125');
const CONCURRENCY = 16;

interface Round {
  readonly name: string;
  readonly projects: number;
  readonly replay?: boolean;
  readonly faults: readonly Fault[];
}

const times = (count: number, fault: Fault): Fault[] => Array.from({ length: count }, () => fault);
const downFor = (ms: number): Fault => killKafka({ acknowledgedMeanwhile: () => new Promise((resolve) => setTimeout(resolve, ms)) });

/** About eleven commands a project; 2,000 projects are more than 20,000 commands. */
const ROUNDS: readonly Round[] = [
  { name: 'D1 registry killed 20 times', projects: 2_000, faults: times(20, killService('registry')) },
  { name: 'D1 reporting killed 20 times', projects: 2_000, faults: times(20, killService('reporting')) },
  {
    name: 'D2 every crash point',
    projects: 600,
    faults: [
      crashAt('registry', 'before-commit:5'),
      crashAt('registry', 'after-commit-before-answer:5'),
      crashAt('registry', 'relay-before-send:5'),
      crashAt('registry', 'relay-after-send-before-mark:5'),
      crashAt('reporting', 'consumer-before-commit:3'),
      crashAt('reporting', 'consumer-after-effect-before-offset:3'),
    ],
  },
  { name: 'D3 MongoDB killed 5 times', projects: 600, faults: times(5, killMongo) },
  { name: 'D4 Kafka down for 60 s', projects: 4_000, faults: [downFor(60_000)] },
  {
    name: 'all of it at random',
    projects: 1_000,
    replay: true,
    faults: [
      killService('registry'),
      killMongo,
      killService('reporting'),
      downFor(5_000),
      killService('registry'),
      killService('reporting'),
    ],
  },
];

/** Prints counts per round. @returns the exit code: 0 when every invariant held in every round */
export async function runFaults(words: readonly string[]): Promise<number> {
  const chosen = ROUNDS.filter(({ name }) => words.length === 0 || words.some((word) => name.toLowerCase().includes(word.toLowerCase())));
  console.log(`seed ${String(SEED)}, ${String(chosen.length)} rounds`);
  const platform = await startPlatform();
  let bad = 0;
  try {
    const reader = await platform.client('reporting', { subject: 'a.reader', roles: ['reader'] });
    for (const [index, { name, projects, faults, replay = false }] of chosen.entries()) {
      const load = { seed: SEED + index, projects, concurrency: CONCURRENCY };
      const startedAt = performance.now();
      const disturbed = await runUnderLoad(platform, { ...load, board: `disturbed-${String(index)}`, faults, replay });
      const seconds = (performance.now() - startedAt) / 1_000;
      // The same commands without any fault: the figures must be the same.
      const calm = await runUnderLoad(platform, { ...load, board: `calm-${String(index)}`, faults: [], replay: false });
      const [a, b] = await Promise.all(
        [`disturbed-${String(index)}`, `calm-${String(index)}`].map((board) => settledSummary(reader, board, '2017')),
      );
      const wrong = [...disturbed.wrong, ...calm.wrong];
      if (JSON.stringify(a?.summary.figures) !== JSON.stringify(b?.summary.figures))
        wrong.push('the figures differ from those of the undisturbed run');
      const { log } = disturbed;
      console.log(
        `${wrong.length === 0 ? '✓' : '✗'} ${name}: ${String(faults.length)} faults, ${String(log.acknowledged.size)} commands acknowledged, ` +
          `${String(log.unknown)} attempts without an answer, ${String(log.unavailable)} answered 503, ${seconds.toFixed(0)} s`,
      );
      for (const one of wrong) console.log(`    ${one}`);
      if (wrong.length > 0) bad += 1;
    }
  } finally {
    await platform.stop();
  }
  console.log(`${String(chosen.length - bad)} of ${String(chosen.length)} rounds held every invariant`);
  return bad === 0 && chosen.length > 0 ? 0 : 1;
}
