import { windowOf } from '@kcn/kernel';
import type { Period } from '@kcn/kernel';
import type { Session } from '@kcn/messaging';
import type { ChargeFault } from '../../domain/charges/charge-fault';
import type { Invoice } from '../../domain/invoices/invoice';
import { compareRuns } from '../../domain/runs/compare-runs';
import type { RunDifference } from '../../domain/runs/compare-runs';
import { planRun } from '../../domain/runs/plan-run';
import type { Acts } from '../accounting/act';
import { adjustedInvoices } from '../accounting/adjusted-invoices';
import type { Invoices, Records } from '../ports';
import { readRunContext } from './board-facts';

/** What a run would do now. */
export interface BoardPlan {
  /** Those that are not in force yet, in the order in which they will be numbered. */
  readonly invoices: readonly Invoice[];
  readonly errors: readonly ChargeFault[];
  /** Invoices in force that would now be of another amount or not be there. Only an adjustment carries them. */
  readonly differences: readonly RunDifference[];
  readonly unchanged: number;
}

export interface BoardPlanPorts {
  readonly records: Pick<Records, 'ofKind'>;
  readonly invoices: Pick<Invoices, 'all'>;
  readonly acts: Pick<Acts, 'inForce'>;
}

export async function planBoardRun(
  { records, invoices, acts }: BoardPlanPorts,
  { board, through, session }: { readonly board: string; readonly through: Period; readonly session: Session | undefined },
): Promise<BoardPlan> {
  const plan = planRun(await readRunContext({ records, acts, session, board }, through));
  const { to } = windowOf(through);
  const issued = (await invoices.all(session, board)).map(({ invoice }) => invoice);
  const before = adjustedInvoices(issued, await acts.inForce(session, board)).filter(({ invoiceDate }) => invoiceDate <= to);
  const inForce = new Set(before.map(({ code }) => code));
  const { differences, unchanged } = compareRuns({ before, after: plan.invoices });
  return {
    invoices: plan.invoices.filter(({ code }) => !inForce.has(code)),
    errors: plan.errors,
    differences: differences.filter(
      ({ code, netDifference, totalDifference }) => inForce.has(code) && (netDifference !== 0n || totalDifference !== 0n),
    ),
    unchanged,
  };
}
