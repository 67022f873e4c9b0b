import type { BenchEnvironment } from '../environment/bench-environment';
import type { ExactnessCheck, Form, Goal, Line, Measurement } from '../measure/goal';
import { fetchBare } from './bare-sheets';
import type { BlocBench, PreparedBloc } from './bloc-bench';
import { startBlocBench } from './bloc-bench';
import type { PlaceJson } from './bloc-client';
import { blocNumbers } from './bloc-numbers';
import type { BlocNumbers } from './bloc-numbers';
import { expectedRanking } from './expected-ranking';

const SIZES: Record<Form, { readonly members: number; readonly criteria: number; readonly rounds: number; readonly deadlineS: number }> = {
  tiny: { members: 12, criteria: 60, rounds: 1, deadlineS: 12 },
  quick: { members: 63, criteria: 60, rounds: 5, deadlineS: 20 },
  full: { members: 63, criteria: 60, rounds: 11, deadlineS: 30 },
};
const DOWN = 5;
const PATIENCE_S = 60;
/** A pull ends by its own clock; what it had in hand then is written down. */
const AFTER_DEADLINE_MS = 500;

interface Context {
  readonly environment: BenchEnvironment;
  readonly bench: BlocBench;
  readonly numbers: BlocNumbers;
  readonly folder: string;
  readonly checks: ExactnessCheck[];
}

const written = (places: readonly PlaceJson[]): readonly string[] =>
  places.map(({ member, rank, total }) => `${member} ${String(rank)} ${String(total)}`);

async function checkRanking({ bench, numbers, checks }: Context, bloc: string, missing: ReadonlySet<string> = new Set()): Promise<void> {
  const expected = written(expectedRanking(numbers, missing));
  const actual = written(await bench.client().ranking(bench.leader, bloc));
  const differs = expected.findIndex((place, index) => place !== actual[index]);
  const asComputed = `${String(expected.length)} places as computed beside`;
  checks.push({
    name: `ranking of ${bloc}`,
    expected: asComputed,
    actual: differs === -1 && actual.length === expected.length ? asComputed : `not so from place ${String(differs)}: ${actual.join('; ')}`,
  });
}

/** Pull to its end and the ranking from it. @returns how long both took, and the ranking alone */
async function pullOurs(
  { bench, checks }: Context,
  { bloc, members }: PreparedBloc,
): Promise<{ readonly ms: number; readonly rankMs: number }> {
  const client = bench.client();
  const startedAt = performance.now();
  const { missing, members: pulled } = await client.pull(bench.leader, bloc, PATIENCE_S);
  const pulledAt = performance.now();
  await client.ranking(bench.leader, bloc);
  const endedAt = performance.now();
  const accepted = pulled.filter(({ verdict }) => verdict === 'accepted').length;
  checks.push({
    name: `accepted of ${bloc}`,
    expected: `${String(members.length)}, missing `,
    actual: `${String(accepted)}, missing ${missing.join()}`,
  });
  return { ms: endedAt - startedAt, rankMs: endedAt - pulledAt };
}

interface Values {
  readonly ours: number[];
  readonly bare: number[];
  readonly rank: number[];
  readonly sign: number[];
}

async function measureRound(context: Context, round: number, values: Values): Promise<void> {
  const { environment, bench, folder, checks } = context;
  const prepared = await bench.prepare(environment.uniqueName('bloc'));
  const ours = async (): Promise<void> => {
    const { ms, rankMs } = await pullOurs(context, prepared);
    // The first round of all is to warm up, as the bare side's first fetch is.
    if (round === 0) return;
    values.ours.push(ms);
    values.rank.push(rankMs);
    values.sign.push(prepared.signMs / prepared.members.length);
  };
  const bare = async (): Promise<void> => {
    const { ms, good } = await fetchBare(folder, bench, prepared.members);
    checks.push({ name: 'bare signatures', expected: String(prepared.members.length), actual: String(good) });
    if (round > 0) values.bare.push(ms);
  };
  if (round % 2 === 0) {
    await ours();
    await bare();
  } else {
    await bare();
    await ours();
  }
  await checkRanking(context, prepared.bloc);
}

/** Five members away, in the midst of the others: some refuse the connection, some take it and say nothing. */
async function measureDown(context: Context, deadlineS: number): Promise<Line> {
  const { environment, bench, numbers, checks } = context;
  const { bloc } = await bench.prepare(environment.uniqueName('bloc'));
  const step = Math.floor(numbers.members.length / DOWN);
  const down = numbers.members.filter((_, index) => index % step === 1).slice(0, DOWN);
  await bench.takeDown(down);
  const pulled = await bench.client().pull(bench.leader, bloc, deadlineS);
  const lateMs = Date.now() - Date.parse(pulled.deadline);
  checks.push({ name: 'missing with five down', expected: down.join(), actual: pulled.missing.join() });
  const verdicts = new Set(pulled.members.filter(({ board }) => down.includes(board)).map(({ verdict }) => verdict));
  checks.push({ name: 'their verdicts', expected: 'late, unreachable', actual: [...verdicts].toSorted().join(', ') });
  await checkRanking(context, bloc, new Set(down));
  return {
    kind: 'limit',
    name: `with ${String(DOWN)} of ${String(numbers.members.length)} members down, end of a pull of ${String(deadlineS)} s`,
    measured: { label: 'after its deadline', unit: 'ms', values: [lateMs] },
    bound: { atMost: AFTER_DEADLINE_MS },
  };
}

async function measure(environment: BenchEnvironment, form: Form): Promise<Measurement> {
  const { members, criteria, rounds, deadlineS } = SIZES[form];
  const numbers = blocNumbers(members, criteria);
  const bench = await startBlocBench(environment, numbers);
  const context: Context = { environment, bench, numbers, checks: [], folder: await environment.emptyFolder('e1-bare') };
  const values: Values = { ours: [], bare: [], rank: [], sign: [] };
  try {
    for (let round = 0; round <= rounds; round += 1) {
      environment.say(`round ${String(round)}/${String(rounds)}`);
      await measureRound(context, round, values);
    }
    environment.say('with members down');
    const down = await measureDown(context, deadlineS);
    return {
      lines: [
        {
          kind: 'ratio',
          name: `${String(members)} members, ${String(criteria)} criteria: pulled, verified, recomputed, kept and ranked v bare fetch and signatures`,
          ours: { label: 'pull and ranking', unit: 'ms', values: values.ours },
          baseline: { label: 'bare grpc-js and Ed25519', unit: 'ms', values: values.bare },
          bound: { atMost: 2 },
        },
        { kind: 'shown', measured: { label: 'of it the ranking', unit: 'ms', values: values.rank } },
        { kind: 'shown', measured: { label: 'apart: a sheet scored and signed', unit: 'ms', values: values.sign } },
        down,
      ],
      checks: context.checks,
    };
  } finally {
    await bench.stop();
  }
}

export const e1Pull: Goal = { id: 'E1', title: 'pull of a bloc across deployments', measure };
