import { windowOf } from '@kcn/kernel';
import type { Period } from '@kcn/kernel';
import type { Session } from '@kcn/messaging';
import type { ChargeFault } from '../../domain/charges/charge-fault';
import type { Invoice } from '../../domain/invoices/invoice';
import { compareRuns } from '../../domain/runs/compare-runs';
import type { RunDifference } from '../../domain/runs/compare-runs';
import { planRun } from '../../domain/runs/plan-run';
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

export async function planBoardRun(
  { records, invoices }: { readonly records: Records; readonly invoices: Invoices },
  { board, through, session }: { readonly board: string; readonly through: Period; readonly session: Session | undefined },
): Promise<BoardPlan> {
  const plan = planRun(await readRunContext({ records, session, board }, through));
  const { to } = windowOf(through);
  const before = (await invoices.all(session, board)).map(({ invoice }) => invoice).filter(({ invoiceDate }) => invoiceDate <= to);
  const inForce = new Set(before.map(({ code }) => code));
  const { differences, unchanged } = compareRuns({ before, after: plan.invoices });
  return {
    invoices: plan.invoices.filter(({ code }) => !inForce.has(code)),
    errors: plan.errors,
    differences: differences.filter(({ code }) => inForce.has(code)),
    unchanged,
  };
}
