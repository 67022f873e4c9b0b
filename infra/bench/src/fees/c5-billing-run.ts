import type { BenchEnvironment } from '../environment/bench-environment';
import type { ExactnessCheck, Form, Goal, Line, Measurement } from '../measure/goal';
import { billedText, dropBench, insertSame, readBilled } from './billed-documents';
import { billAll, BOARD, startBilling } from './billing-bench';
import { lineFile, THROUGH } from './fee-files';

const SIZES: Record<Form, { readonly contracts: number; readonly growing: readonly number[]; readonly rounds: number }> = {
  tiny: { contracts: 1_500, growing: [500, 1_000], rounds: 1 },
  quick: { contracts: 100_000, growing: [10_000, 30_000, 100_000], rounds: 2 },
  full: { contracts: 1_000_000, growing: [10_000, 30_000, 100_000], rounds: 3 },
};

interface Values {
  readonly ours: number[];
  readonly bare: number[];
  readonly whole: number[];
  readonly second: number[];
  readonly resumed: number[];
}

interface Context {
  readonly environment: BenchEnvironment;
  readonly checks: ExactnessCheck[];
  readonly lines: Line[];
}

const shown = (label: string, unit: string, values: readonly number[]): Line => ({ kind: 'shown', measured: { label, unit, values } });

/** One undisturbed run, its repetition, and the same documents by the bare loop. */
async function measureRound({ environment, checks, lines }: Context, contracts: number, values: Values): Promise<string> {
  const bench = await startBilling(environment, contracts);
  try {
    const { planMs, issueMs } = await billAll(bench);
    const billed = await readBilled(bench.mongoUrl);
    checks.push({ name: 'billed', expected: billedText(contracts), actual: billed.text });
    const startedAt = performance.now();
    const again = await bench.client.createRun(BOARD, THROUGH);
    values.second.push((performance.now() - startedAt) / (planMs + issueMs));
    checks.push({ name: 'second run', expected: 'nothing_to_issue', actual: again.code });
    checks.push({ name: 'after the second run', expected: billedText(contracts), actual: (await readBilled(bench.mongoUrl)).text });
    const bare = await insertSame(bench.mongoUrl, environment.mongoUrl(environment.uniqueName('c5-bare')));
    values.ours.push(bare.documents / ((planMs + issueMs) / 1_000));
    values.bare.push(bare.documents / (bare.ms / 1_000));
    values.whole.push(planMs + issueMs);
    lines.push(
      shown(`${contracts.toLocaleString('en-US')} contracts: list made`, 's', [planMs / 1_000]),
      shown(`${contracts.toLocaleString('en-US')} contracts: issued`, 's', [issueMs / 1_000]),
      shown(`${contracts.toLocaleString('en-US')} contracts: highest memory`, 'MiB', [bench.peakMib()]),
    );
    return billed.sha256;
  } finally {
    await bench.stop();
    await dropBench(bench.mongoUrl);
  }
}

async function measureKilled({ environment, checks }: Context, contracts: number, values: Values, sha256: string): Promise<void> {
  const bench = await startBilling(environment, contracts);
  try {
    const { planMs, issueMs } = await billAll(bench, () => bench.killAndRestart());
    values.resumed.push(planMs + issueMs);
    const billed = await readBilled(bench.mongoUrl);
    checks.push({ name: 'billed, killed at half', expected: billedText(contracts), actual: billed.text });
    checks.push({ name: 'same bytes as undisturbed', expected: sha256, actual: billed.sha256 });
  } finally {
    await bench.stop();
    await dropBench(bench.mongoUrl);
  }
}

/** How the cost of each step grows: contracts imported, billed, as many bank lines imported, and a report of all debtors. */
async function measureGrowth({ environment, checks, lines }: Context, sizes: readonly number[]): Promise<void> {
  const perThousand: Record<string, number[]> = {};
  for (const contracts of sizes) {
    environment.say(`${String(contracts)} contracts`);
    const bench = await startBilling(environment, contracts, { isImported: true });
    try {
      const { planMs, issueMs } = await billAll(bench);
      const billed = await readBilled(bench.mongoUrl);
      checks.push({ name: 'billed', expected: billedText(contracts), actual: billed.text });
      const startedAt = performance.now();
      const added = await bench.client.importFiles(BOARD, [lineFile(billed.invoices)]);
      const matchedAt = performance.now();
      const { balances, matched } = await bench.client.report(BOARD, '2026-04-30');
      const reportedAt = performance.now();
      const all = String(contracts);
      checks.push({ name: 'lines', expected: `${all} ${all} ${all}`, actual: [added, matched, balances].join(' ') });
      const took: Record<string, number> = {
        'contracts imported': bench.loadedMs,
        'invoices issued': planMs + issueMs,
        'bank lines read, matched, posted': matchedAt - startedAt,
        'debtors aged, whole report': reportedAt - matchedAt,
      };
      for (const [step, ms] of Object.entries(took)) {
        (perThousand[step] ??= []).push(ms / (contracts / 1_000));
        lines.push(shown(`${contracts.toLocaleString('en-US')} ${step}`, 's', [ms / 1_000]));
      }
      lines.push(shown(`${contracts.toLocaleString('en-US')} of all: highest memory`, 'MiB', [bench.peakMib()]));
    } finally {
      await bench.stop();
      await dropBench(bench.mongoUrl);
    }
  }
  for (const [step, [smallest = 1, ...larger]] of Object.entries(perThousand))
    lines.push({
      kind: 'limit',
      name: `${step}: time of one at the largest of these sizes beside the smallest`,
      measured: { label: 'growth', unit: '×', values: [(larger.at(-1) ?? smallest) / smallest] },
      bound: { atMost: 1.3 },
    });
}

async function measure(environment: BenchEnvironment, form: Form): Promise<Measurement> {
  const { contracts, growing, rounds } = SIZES[form];
  const context: Context = { environment, checks: [], lines: [] };
  const values: Values = { ours: [], bare: [], whole: [], second: [], resumed: [] };
  for (let round = 1; round <= rounds; round += 1) {
    environment.say(`round ${String(round)}/${String(rounds)}`);
    const sha256 = await measureRound(context, contracts, values);
    await measureKilled(context, contracts, values, sha256);
  }
  await measureGrowth(context, growing);
  return {
    lines: [
      {
        kind: 'ratio',
        name: `${contracts.toLocaleString('en-US')} contracts: list, invoices, events, entries v bare insertMany of the same documents`,
        ours: { label: 'billing run', unit: 'documents/s', values: values.ours },
        baseline: { label: 'bare insertMany', unit: 'documents/s', values: values.bare },
        bound: { atLeast: 0.5 },
      },
      { kind: 'limit', name: 'second run', measured: { label: 'of the first', unit: '×', values: values.second }, bound: { atMost: 0.05 } },
      {
        kind: 'ratio',
        name: 'killed at half and started again',
        ours: { label: 'killed', unit: 'ms', values: values.resumed },
        baseline: { label: 'undisturbed', unit: 'ms', values: values.whole },
        bound: { atMost: 1.15 },
      },
      ...context.lines,
    ],
    checks: context.checks,
  };
}

export const c5BillingRun: Goal = { id: 'C5', title: 'billing run with ledger and events', measure };
