import type { LocalizedText } from '@kcn/kernel';
import { lineKey, paymentDay } from './payment-line';
import type { PaymentLine } from './payment-line';

/** A line under a reference that another line has already; lines are never corrected. */
export interface RefusedLine {
  readonly line: PaymentLine;
  readonly known: PaymentLine;
  readonly fault: LocalizedText & { readonly code: 'bank_ref_reused' };
}

export interface AcceptedLines {
  /** New to us, in the order in which they came. */
  readonly added: readonly PaymentLine[];
  /** How many were known already, with the same day and amount. */
  readonly repeated: number;
  /** When there is one, the file is refused as a whole. */
  readonly refused: readonly RefusedLine[];
}

const isSame = (a: PaymentLine, b: PaymentLine): boolean =>
  paymentDay(a) === paymentDay(b) && a.amount === b.amount && a.currency === b.currency;

/**
 * Sorts a file's lines into new, repeated and contradicting ones.
 * @param findKnown the line that is stored under a key, if any
 */
export function acceptLines(lines: Iterable<PaymentLine>, findKnown: (key: string) => PaymentLine | undefined): AcceptedLines {
  const added = new Map<string, PaymentLine>();
  const refused: RefusedLine[] = [];
  let repeated = 0;
  for (const line of lines) {
    const key = lineKey(line);
    const known = findKnown(key) ?? added.get(key);
    if (known === undefined) added.set(key, line);
    else if (isSame(known, line)) repeated += 1;
    else {
      const fault = {
        code: 'bank_ref_reused' as const,
        vi: `Số tham chiếu ${line.bankRef} của tài khoản ${line.account} đã dùng cho một giao dịch khác (ngày hoặc số tiền khác)`,
        en: `Reference ${line.bankRef} of account ${line.account} was used for another movement (other day or amount)`,
      };
      refused.push({ line, known, fault });
    }
  }
  return { added: [...added.values()], repeated, refused };
}
