import type { Period, PlainDate } from '@kcn/kernel';
import type { WorkingCalendar } from '@kcn/vietnam';
import type { ExemptionBook } from '../contracts/exemption';
import type { RateBook } from '../rates/rate-book';
import type { ReadingBook } from '../readings/reading-book';
import type { TariffBook } from '../tariffs/tariff-book';

/** All that a run reads beside the contracts. */
export interface RunContext {
  readonly tariffs: TariffBook;
  readonly readings: ReadingBook;
  readonly rates: RateBook;
  readonly exemptions: ExemptionBook;
  readonly calendar: WorkingCalendar;
  /** The month up to whose last day invoices are dated. */
  readonly through: Period;
  /** Periods that end before this day are neither billed nor faults. Default: each tariff's earliest price. */
  readonly billingFrom?: PlainDate | undefined;
  /** Last days that accountants gave contracts whose project or lease has ended, by contract number. */
  readonly contractEnds?: ReadonlyMap<string, PlainDate>;
}
