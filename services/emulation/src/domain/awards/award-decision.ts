import type { PlainDate } from '@kcn/kernel';
import { invalid } from '@kcn/kernel';

/** By which an authority gives awards or takes one back. */
export interface DecisionReference {
  /** Number and symbol, `142/QĐ-BQL`. */
  readonly number: string;
  readonly date: PlainDate;
}

/** A decision with all that a certificate prints of it. */
export interface AwardDecision extends DecisionReference {
  /** Who decides, a line each: `BỘ TRƯỞNG`, `BỘ KẾ HOẠCH VÀ ĐẦU TƯ`. */
  readonly authority: readonly string[];
  readonly place: string;
  readonly signer: {
    /** In what right, a line each: `KT. BỘ TRƯỞNG`, `THỨ TRƯỞNG`. */
    readonly capacity: readonly string[];
    readonly name: string;
  };
}

/** `142/QĐ-BQL`, `19/TB-VP.UBND`, `50/2016/QĐ-UBND` (NĐ 30/2020). */
const NUMBER = /^\d{1,6}[a-z]?(\/\d{4})?\/[\p{L}\d][\p{L}\d.&-]{0,38}[\p{L}\d]$/u;

/**
 * @param today in Vietnam
 * @throws DomainError invalid `bad_decision_number`, `decision_in_future`
 */
export function checkDecision({ number, date }: DecisionReference, today: PlainDate): void {
  if (!NUMBER.test(number))
    throw invalid('bad_decision_number', {
      vi: `"${number}" không phải là số, ký hiệu của quyết định, như 142/QĐ-BQL`,
      en: `"${number}" is not a decision's number and symbol, such as 142/QĐ-BQL`,
    });
  if (date > today)
    throw invalid('decision_in_future', {
      vi: `Quyết định ngày ${date} chưa tới ngày`,
      en: `A decision of ${date} lies in the future`,
    });
}
