import type { figureFactsV1 } from '@kcn/contracts';
import { addDays } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import { LEDGER_CURRENCY } from '../collection/payment-line';

export type FigureRecord = figureFactsV1.FigureRecord;
export type FigureFact = figureFactsV1.FigureFact;

/** What one unit contributes now, as its event says it. */
export type UnitFigures = figureFactsV1.FigureFactsRecorded;

/** The indicators that fees are behind; FEE.RATE follows from them. */
export type FeeIndicator = 'FEE.PLAN' | 'FEE.BILLED' | 'FEE.COLLECTED' | 'FEE.OVERDUE';

/** Where a fee belongs. */
export interface FeePlace {
  readonly parkCode: string;
  readonly service: string;
}

/**
 * A signed change in đồng.
 * @param fact.n change in the number of records that contribute
 */
export const feeFact = (
  indicator: FeeIndicator,
  { parkCode, service }: FeePlace,
  { date, value, n }: { readonly date: PlainDate; readonly value: bigint; readonly n: number },
): FigureFact => ({ indicator, unit: LEDGER_CURRENCY, park: parkCode, topic: service, date, value, n });

/** Details for people; what is not there is left out. */
export const detailsOf = (given: Readonly<Record<string, string | bigint | undefined>>): figureFactsV1.FigureDetail[] =>
  Object.entries(given).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [{ name, text: String(value) }]));

/** From which day on a change of what is open of an invoice counts as overdue: never before the day after it was due. */
export function overdueFrom(dueDate: PlainDate, day: PlainDate): PlainDate {
  const first = addDays(dueDate, 1);
  return day > first ? day : first;
}
