import { windowOf, period as periodOf, yearOf } from '@kcn/kernel';
import type { Period, PlainDate } from '@kcn/kernel';
import { foldCollection } from '../../domain/collection/fold';
import { daysPastDue } from '../../domain/arrears/ageing';
import { planOutlook, planPerformance } from '../../domain/plan/plan-performance';
import type { OutlookRow, PerformanceRow, PlanWindow } from '../../domain/plan/plan-performance';
import { cutFacts } from '../../domain/report/collection-report';
import { collectedOf } from '../../domain/report/collected';
import { invoicePositions } from '../../domain/report/invoice-positions';
import type { ReadFacts } from '../accounting/known-facts-of';
import type { Records } from '../ports';
import { readContents } from '../runs/board-facts';
import type { BoardPlan } from '../runs/plan-board-run';

export interface PlanViewOptions {
  readonly records: Pick<Records, 'ofKind'>;
  readonly facts: ReadFacts;
  /** What a run through a month would issue now. */
  readonly planRun: (board: string, through: Period) => Promise<Pick<BoardPlan, 'invoices' | 'errors'>>;
}

/** Billed and collected against a year's plan as of a day, and what the year should end with. */
export interface PlanView {
  readonly rows: readonly PerformanceRow[];
  readonly outlook: readonly OutlookRow[];
  /** Contracts and periods up to the year's end that cannot be charged now, such as readings that are still to come. */
  readonly notCharged: number;
}

export const createPlanView =
  ({ records, facts, planRun }: PlanViewOptions) =>
  async (
    board: string,
    { year, asOf, by }: { readonly year: number; readonly asOf: PlainDate; readonly by: PlanWindow },
  ): Promise<PlanView> => {
    const all = await facts(undefined, board);
    const folded = foldCollection(cutFacts(all, asOf));
    const plan = await readContents('fee-plan', { records, session: undefined, board });
    const collected = [...collectedOf(folded)];
    const { from: firstDay, to: lastDay } = windowOf(periodOf(String(year)));
    const { invoices: unissued, errors } = await planRun(board, periodOf(`${String(year)}-12`));
    const later = all.invoices.filter(({ invoiceDate }) => invoiceDate > asOf && invoiceDate <= lastDay);
    const isUnderWay = yearOf(asOf) === year;
    const openNotDue = invoicePositions(folded, asOf)
      .filter(({ invoice, open }) => isUnderWay && open > 0n && daysPastDue(invoice.dueDate, asOf) <= 0)
      .map(({ invoice: { parkCode, service }, open: amount }) => ({ parkCode, service, amount }));
    // Of a year that is over nothing is still to come; of one that has not begun only what is dated in it.
    const stillToCome = [...later, ...unissued]
      .filter(({ invoiceDate }) => isUnderWay || (asOf < firstDay && invoiceDate >= firstDay))
      .map(({ parkCode, service, total: amount }) => ({ parkCode, service, amount }));
    return {
      rows: planPerformance({ year, plan, invoices: folded.facts.invoices, collected }, by),
      outlook: planOutlook({ year, plan, collected, openNotDue, stillToCome }),
      notCharged: errors.length,
    };
  };

export type ReadPlanView = ReturnType<typeof createPlanView>;
