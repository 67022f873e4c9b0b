import { toEpochDay } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import { decimalFraction, percentFraction } from '@kcn/kernel/fraction';
import type { Fraction } from '@kcn/kernel/fraction';

/**
 * What a leader takes off a contract's charge over a stretch of days, by a document. It counts only once approved and never
 * edits an invoice.
 */
export interface Exemption {
  readonly contractNo: string;
  readonly from: PlainDate;
  /** Last day. */
  readonly to: PlainDate;
  /** A share of the charge of those days, or an amount spread evenly over them, in units of the currency. Exact decimals. */
  readonly relief: { readonly percent: string } | { readonly amount: string; readonly currency: string };
  readonly reason: string;
  readonly decisionNo: string;
  readonly approved: boolean;
}

/** An approved exemption with its numbers read and its days counted. */
export interface CountedExemption {
  readonly exemption: Exemption;
  readonly fromDay: number;
  readonly toDay: number;
  /** The share, or the amount for each day of the stretch. */
  readonly relief: { readonly share: Fraction } | { readonly amountADay: Fraction; readonly currency: string };
}

export interface ExemptionBook {
  /** The approved ones, oldest first. */
  of(contractNo: string): readonly CountedExemption[];
}

const NONE: readonly CountedExemption[] = [];

function count(exemption: Exemption): CountedExemption {
  const [fromDay, toDay] = [toEpochDay(exemption.from), toEpochDay(exemption.to)];
  const { relief } = exemption;
  if ('percent' in relief) return { exemption, fromDay, toDay, relief: { share: percentFraction(relief.percent) } };
  const { numerator, denominator } = decimalFraction(relief.amount);
  const amountADay = { numerator, denominator: denominator * BigInt(toDay - fromDay + 1) };
  return { exemption, fromDay, toDay, relief: { amountADay, currency: relief.currency } };
}

/** Unapproved exemptions are left out. */
export function createExemptionBook(exemptions: Iterable<Exemption>): ExemptionBook {
  const byContract = new Map<string, CountedExemption[]>();
  for (const exemption of exemptions) {
    if (!exemption.approved) continue;
    const others = byContract.get(exemption.contractNo);
    if (others) others.push(count(exemption));
    else byContract.set(exemption.contractNo, [count(exemption)]);
  }
  for (const list of byContract.values()) {
    list.sort((a, b) => a.fromDay - b.fromDay || (a.exemption.decisionNo < b.exemption.decisionNo ? -1 : 1));
  }
  return { of: (contractNo) => byContract.get(contractNo) ?? NONE };
}
