import type { PlainDate } from '@kcn/kernel';
import type { Session } from '@kcn/messaging';
import { closePeriod, reopenPeriod } from '../../domain/ledger/accounting-periods';
import type { Runs } from '../ports';
import { actsOf } from './act';
import type { Act, Acts, ContentOf } from './act';
import { periodsOf } from './act-facts';
import type { ActRule } from './two-person-act';

export interface MonthsOptions {
  readonly acts: Acts;
  readonly runs: Pick<Runs, 'findIssuing'>;
  readonly today: () => PlainDate;
}

/** Closing a month: one accountant asks for it, another confirms. */
export function closingRule({ acts, runs, today }: MonthsOptions): ActRule<ContentOf<'closing'>> {
  const unfinished = async (session: Session, board: string): Promise<string[]> => {
    const run = await runs.findIssuing(session, board);
    return run ? [`billing run ${run.id}`] : [];
  };
  return {
    proposedBy: 'accountant',
    confirmedBy: 'accountant',
    moves: false,
    subjectOf: ({ month }) => month,
    async judge(content, { session, board, proposer, confirmer }) {
      closePeriod(periodsOf(await acts.inForce(session, board)), {
        month: content.month,
        today: today(),
        requestedBy: proposer,
        approvedBy: confirmer ?? '',
        unfinished: await unfinished(session, board),
      });
      return content;
    },
  };
}

/** Opening the month that was closed last; the head does it. */
export const reopeningRule = ({ acts }: Pick<MonthsOptions, 'acts'>): ActRule<ContentOf<'reopening'>> => ({
  proposedBy: 'head',
  confirmedBy: undefined,
  moves: false,
  subjectOf: ({ month }) => month,
  async judge(content, { session, board }) {
    reopenPeriod(periodsOf(await acts.inForce(session, board)), { month: content.month, isHead: true });
    return content;
  },
});

/** How a month came to be as it is. */
export interface MonthState {
  readonly month: string;
  readonly isClosed: boolean;
  /** The last closing or reopening of it. */
  readonly act: Act;
}

/** Months that were ever closed, newest first. */
export function monthStates(acts: readonly Act[]): { readonly closedThrough: string | undefined; readonly months: readonly MonthState[] } {
  const { closedThrough } = periodsOf(acts);
  const last = new Map<string, Act<ContentOf<'closing' | 'reopening'>>>();
  for (const act of actsOf('closing', acts)) last.set(act.content.month, act);
  for (const act of actsOf('reopening', acts)) {
    const before = last.get(act.content.month);
    if (!before || before.position < act.position) last.set(act.content.month, act);
  }
  const months = [...last].map(([month, act]) => ({ month, isClosed: closedThrough !== undefined && month <= closedThrough, act }));
  return { closedThrough, months: months.toSorted((a, b) => (a.month < b.month ? 1 : -1)) };
}
