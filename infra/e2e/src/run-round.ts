import { deliverAfterwards, once } from './faults/deliveries';
import type { Arrange } from './faults/deliveries';
import { runUnderLoad } from './faults/run-under-load';
import type { UnderLoadResult } from './faults/run-under-load';
import { isMet } from './measure/measure';
import type { Measure } from './measure/measure';
import type { Platform } from './platform/platform';
import { settledSummary } from './platform/summary';
import type { Round } from './rounds';

const CONCURRENCY = 16;
/** The relay sends at most so many events at once. */
const RELAY_BATCH = 2_000;

export interface RoundResult {
  /** What does not hold; empty in a round that is as demanded. */
  readonly wrong: readonly string[];
  readonly measures: readonly Measure[];
  readonly report: string;
}

/** Gives the round's load to a board while its faults strike, and the same commands to another without any: the figures must be the same. */
export async function runRound(platform: Platform, { round, seed, id }: { round: Round; seed: number; id: string }): Promise<RoundResult> {
  const { projects, replay = false, afterwards, commandsPerSecond, spread, arrange, costAtMost, relayKills, elsewhere } = round;
  const load = { seed, projects, concurrency: CONCURRENCY };
  const [board, calmBoard] = [`disturbed-${id}`, `calm-${id}`];

  const calmRun = await run(platform, calmBoard, costAtMost === undefined ? undefined : once, (around) =>
    runUnderLoad(platform, { ...load, board: calmBoard, faults: [], replay: false, ...around }),
  );
  const startedAt = performance.now();
  const disturbedRun = await run(platform, board, arrange, (around) =>
    runUnderLoad(platform, {
      ...load,
      board,
      faults: round.faults,
      replay,
      ...(commandsPerSecond === undefined ? {} : { commandsPerSecond }),
      ...(spread === undefined ? {} : { spread }),
      ...around,
    }),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  const { result: disturbed } = disturbedRun;

  const measures = [...disturbed.measures];
  if (costAtMost !== undefined)
    measures.push({
      demand: 'D7 each message one to five times, of the time for once each',
      value: disturbedRun.deliveredMs / calmRun.deliveredMs,
      unit: 'times',
      is: 'at most',
      bound: costAtMost,
    });
  if (relayKills !== undefined)
    measures.push({
      demand: 'D1 duplicates on the wire, per kill',
      value: disturbed.duplicates / relayKills,
      unit: 'messages',
      is: 'at most',
      bound: RELAY_BATCH,
    });

  const tried = await elsewhere?.(platform);
  measures.push(...(tried?.measures ?? []));
  const wrong = [...disturbed.wrong, ...calmRun.result.wrong, ...((await afterwards?.(platform, board)) ?? []), ...(tried?.wrong ?? [])];
  const reader = await platform.client('reporting', { subject: 'a.reader', roles: ['reader'] });
  const [a, b] = await Promise.all([board, calmBoard].map((one) => settledSummary(reader, one, '2017')));
  if (JSON.stringify(a?.summary.figures) !== JSON.stringify(b?.summary.figures))
    wrong.push('the figures differ from those of the undisturbed run');
  for (const one of measures) if (!isMet(one)) wrong.push(`missed: ${one.demand}: ${one.value.toFixed(2)} ${one.unit}`);
  const { log } = disturbed;
  return {
    wrong,
    measures,
    report:
      `${String(round.faults.length)} faults, ${String(log.acknowledged.size)} commands acknowledged, ` +
      `${String(log.unknown)} attempts without an answer, ${String(log.unavailable)} answered 503, ` +
      `${String(disturbed.duplicates)} duplicates on the topic, ${seconds.toFixed(0)} s`,
  };
}

type Around = Pick<Parameters<typeof runUnderLoad>[1], 'around' | 'topicInOrder'>;

async function run(
  platform: Platform,
  board: string,
  arrange: Arrange | undefined,
  underLoad: (around: Around) => Promise<UnderLoadResult>,
): Promise<{ readonly result: UnderLoadResult; readonly deliveredMs: number }> {
  let deliveredMs = 0;
  const around = async (work: () => Promise<void>): Promise<void> => {
    if (arrange) deliveredMs = await deliverAfterwards(platform, { board, arrange, work });
    else await work();
  };
  const result = await underLoad({ around, topicInOrder: arrange === undefined });
  return { result, deliveredMs };
}
