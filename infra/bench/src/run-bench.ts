import { writeFile } from 'node:fs/promises';
import { startBenchEnvironment } from './environment/bench-environment';
import { findGoals } from './goals/all-goals';
import { stopChildren } from './measure/child-process';
import { parseBenchArguments, USAGE } from './measure/bench-arguments';
import { holds, verdictOf } from './measure/goal';
import type { Goal, Measurement } from './measure/goal';
import { formatResult } from './measure/print-result';

interface Outcome {
  readonly goal: Goal;
  readonly measurement?: Measurement;
  readonly failure?: string;
}

const isVoid = ({ measurement }: Outcome): boolean =>
  measurement === undefined || measurement.checks.length === 0 || !measurement.checks.every(holds);

/**
 * `npm run bench`: measures the goals asked for, one after the other, and prints each as soon as it is there.
 * @returns exit code: 0 all runs count, 1 at least one is void or failed, 2 wrong arguments. A missed goal is a result, no failure.
 */
export async function runBench(argv: readonly string[]): Promise<number> {
  const wanted = parseBenchArguments(argv);
  if ('problem' in wanted) {
    console.error(`${wanted.problem}\n\n${USAGE}`);
    return 2;
  }
  if (wanted.help) {
    console.log(USAGE);
    return 0;
  }
  const say = (text: string): void => {
    console.error(text);
  };
  const environment = await startBenchEnvironment(process.env, say);
  const outcomes: Outcome[] = [];
  const interrupted = new AbortController();
  const interruption = new Promise<never>((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        interrupted.abort();
        reject(new Error(`interrupted by ${signal}`));
      });
    }
  });
  interruption.catch(() => undefined);
  try {
    for (const goal of findGoals(wanted.goals)) {
      if (interrupted.signal.aborted) break;
      const sayOf = (text: string): void => {
        say(`  ${goal.id} ${text}`);
      };
      outcomes.push(await measureGoal(goal, () => Promise.race([goal.measure({ ...environment, say: sayOf }, wanted.form), interruption])));
    }
  } finally {
    await stopChildren();
    await environment.stop();
  }
  console.log(`\n${summaryOf(outcomes)}`);
  if (wanted.jsonFile !== undefined)
    await writeFile(
      wanted.jsonFile,
      JSON.stringify(
        outcomes.map(({ goal, measurement, failure }) => ({
          goal: goal.id,
          void: failure !== undefined || (measurement !== undefined && !measurement.checks.every(holds)),
          failure,
          ...measurement,
        })),
        null,
        2,
      ),
    );
  // A goal that was cut off may still wait for something that never comes.
  if (interrupted.signal.aborted) process.exit(1);
  return outcomes.some(isVoid) ? 1 : 0;
}

async function measureGoal(goal: Goal, measure: () => Promise<Measurement>): Promise<Outcome> {
  try {
    const measurement = await measure();
    console.log(`\n${formatResult(goal, measurement)}`);
    return { goal, measurement };
  } catch (error) {
    const failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
    console.log(`\n── ${goal.id}  ${goal.title}\n  FAILED: ${failure}`);
    return { goal, failure };
  }
}

function summaryOf(outcomes: readonly Outcome[]): string {
  const verdicts = outcomes.filter((outcome) => !isVoid(outcome)).flatMap(({ measurement }) => measurement?.lines.map(verdictOf) ?? []);
  const count = (verdict: string): string => verdicts.filter((v) => v === verdict).length.toString();
  const bad = outcomes.filter(isVoid).map(({ goal }) => goal.id);
  return `${count('reached')} reached, ${count('missed')} missed, ${count('not measured')} not measured${bad.length > 0 ? `; void or failed: ${bad.join(' ')}` : ''}`;
}
