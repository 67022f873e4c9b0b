import type { PlainDate } from '@kcn/kernel';
import { currenciesNeeded } from './conversion';
import { endOfQuarter } from './project-quarters';
import type { RecordVersion } from './record-version';

/** A rate that some row is converted by: the latest of the currency on or before the day. */
export interface RateNeed {
  readonly currency: string;
  /** The last day of the row's quarter. */
  readonly on: PlainDate;
}

/**
 * The rates that a unit's rows use or once used; replaced and withdrawn versions count too, because facts are told as of
 * any position. A rate of a currency dated d can change the unit only if it needs the currency on d or later.
 */
export function ratesUsedBy(versions: readonly RecordVersion[]): RateNeed[] {
  const needs = new Map<string, RateNeed>();
  for (const version of versions) {
    if (version.kind !== 'enterprise-reports' || version.content?.revenue === undefined) continue;
    const on = endOfQuarter(version.content.period);
    for (const currency of currenciesNeeded(version.content.currency)) needs.set(`${currency} ${on}`, { currency, on });
  }
  return [...needs.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, need]) => need);
}
