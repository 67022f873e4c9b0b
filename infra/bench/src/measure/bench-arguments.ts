import { GOAL_IDS } from './goal';
import type { Form, GoalId } from './goal';

export interface BenchArguments {
  readonly goals: readonly GoalId[];
  readonly form: Form;
  readonly help: boolean;
  readonly jsonFile?: string;
}

export const USAGE = `npm run bench -- [C1 C2 …] [--quick | --full | --tiny] [--json FILE]
  goals     ${GOAL_IDS.join(' ')}; without any, all of them; fees = C5, emulation = E1
  --quick   sizes that end in about a quarter of an hour (default)
  --full    the sizes that the goals name
  --tiny    only tries whether the bench works; its ratios mean nothing
  --json    writes all measured values to a file`;

/** What the command line asks for, or what is wrong with it. */
export function parseBenchArguments(argv: readonly string[]): BenchArguments | { readonly problem: string } {
  const goals: GoalId[] = [];
  let form: Form = 'quick';
  let help = false;
  let jsonFile: string | undefined;
  const rest = [...argv];
  for (let argument = rest.shift(); argument !== undefined; argument = rest.shift()) {
    const goal = GOAL_IDS.find((id) => id === argument.toUpperCase());
    if (goal) goals.push(goal);
    else if (argument === 'fees') goals.push('C5');
    else if (argument === 'emulation') goals.push('E1');
    else if (argument === '--quick' || argument === '--full' || argument === '--tiny') form = argument.slice(2) as Form;
    else if (argument === '--help') help = true;
    else if (argument === '--json') {
      jsonFile = rest.shift();
      if (jsonFile === undefined) return { problem: '--json needs a file' };
    } else return { problem: `unknown argument ${argument}` };
  }
  return { goals: goals.length > 0 ? goals : GOAL_IDS, form, help, ...(jsonFile === undefined ? {} : { jsonFile }) };
}
