import { yearOf } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import type { Session } from '@kcn/messaging';
import type { Runs } from '../ports';

const NUMBER_DIGITS = 6;

/**
 * What a cash box writes: PT receipts, PC payments, PTH receipts taken back. On one day a PTH comes after the PT that it
 * names, because lines of a day are matched in the order of their references.
 */
type CashPaper = 'PT' | 'PC' | 'PTH';

export interface CashNumberWish {
  readonly session: Session;
  readonly board: string;
  readonly cashBox: string;
  readonly paper: CashPaper;
  readonly day: PlainDate;
}

/** The next number of a cash box and year, without gap: `PT2026-000001`. */
export async function nextCashNumber(
  runs: Pick<Runs, 'reserve'>,
  { session, board, cashBox, paper, day }: CashNumberWish,
): Promise<string> {
  const year = yearOf(day);
  // The receipts' series is older than the others and has no symbol.
  const series = { creditor: `cash:${cashBox}`, symbol: paper === 'PT' ? '' : paper, year };
  const number = await runs.reserve(session, board, series, 1);
  return `${paper}${String(year)}-${String(number).padStart(NUMBER_DIGITS, '0')}`;
}
