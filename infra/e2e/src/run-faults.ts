import { measureTable } from './measure/measure';
import type { Measure } from './measure/measure';
import { startPlatform } from './platform/platform';
import type { Platform } from './platform/platform';
import { rounds } from './rounds';
import { runRound } from './run-round';
import type { RoundResult } from './run-round';

const SEED = Number(process.env['KCN_FAULTS_SEED'] ?? '20261125');
const SHORT = '--short';

/**
 * Prints counts per round and what was measured beside what is demanded.
 * @param words rounds whose name holds one of them; `--short`: fewer faults, less load, the same demands
 * @returns the exit code: 0 when every invariant and every demand held in every round
 */
export async function runFaults(words: readonly string[]): Promise<number> {
  const short = words.includes(SHORT);
  const wanted = words.filter((word) => word !== SHORT).map((word) => word.toLowerCase());
  const chosen = rounds({ seed: SEED, short }).filter(
    ({ name }) => wanted.length === 0 || wanted.some((word) => name.toLowerCase().includes(word)),
  );
  console.log(`seed ${String(SEED)}, ${String(chosen.length)} rounds`);
  const measures: Measure[] = [];
  let platform: Platform | undefined;
  let running = '';
  let bad = 0;
  try {
    for (const [index, round] of chosen.entries()) {
      const { copies = 1, services = ['registry', 'reporting'] } = round;
      const needed = `${String(copies)} × ${services.join()}`;
      if (!platform || running !== needed) {
        await platform?.stop();
        running = needed;
        platform = await startPlatform({ copies, services });
      }
      const here = platform;
      const result = await runRound(here, { round, seed: SEED + index, id: String(index) }).catch(async (error: unknown) => {
        // Who knows what still stands: the next round gets a platform of its own.
        platform = undefined;
        await here.stop();
        return { wrong: [withCauses(error)], measures: [], report: 'ended early' } satisfies RoundResult;
      });
      measures.push(...result.measures);
      console.log(`${result.wrong.length === 0 ? '✓' : '✗'} ${round.name}: ${result.report}`);
      for (const one of result.wrong) console.log(`    ${one}`);
      if (result.wrong.length > 0) bad += 1;
    }
  } finally {
    await platform?.stop();
    if (measures.length > 0) console.log(`\n${measureTable(measures)}\n`);
  }
  console.log(`${String(chosen.length - bad)} of ${String(chosen.length)} rounds held every invariant and every demand`);
  return bad === 0 && chosen.length > 0 ? 0 : 1;
}

/** An error's text and those of what caused it. */
const withCauses = (error: unknown): string =>
  error instanceof Error && error.cause !== undefined ? `${String(error)}, because of ${withCauses(error.cause)}` : String(error);
