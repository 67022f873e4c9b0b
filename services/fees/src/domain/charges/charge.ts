import type { BillingPeriod } from '../contracts/billing-periods';
import type { Contract } from '../contracts/contract';
import type { CountedExemption } from '../contracts/exemption';
import type { MeterReading } from '../readings/meter-reading';
import { findVersionOn } from '../tariffs/tariff-book';
import type { PricedVersion } from '../tariffs/tariff-book';
import { chargeArea } from './area-charge';
import { areaParts } from './area-parts';
import type { AreaPart, ChargePart, WastewaterPart } from './charge-part';
import { addTo, discount, exemptAmounts, exemptShares } from './relief';
import type { Amounts } from './relief';
import type { ChargedDays } from './segment';
import { chargeWastewater } from './wastewater-charge';

/** What a contract is charged for a period, before it becomes đồng. */
export interface Charge {
  /** Exact, by currency, after exemptions and discount. */
  readonly amounts: Amounts;
  readonly parts: readonly ChargePart[];
  /** The version whose VAT counts. */
  readonly last: PricedVersion;
}

/** Why there is no charge. Days are days since 1970-01-01. */
export type Missing = { readonly what: 'price'; readonly onDay: number } | { readonly what: 'reading' | 'water_percent' | 'area' };

/** A contract's chargeable days in a period, never none, and what they are priced by. */
export interface ChargeableDays {
  readonly contract: Contract;
  readonly period: BillingPeriod;
  readonly fromDay: number;
  readonly toDay: number;
  readonly versions: readonly PricedVersion[];
  readonly exemptions: readonly CountedExemption[];
}

/** The charge by area of the days. */
export function chargeByArea(days: ChargeableDays): Charge | Missing {
  const { contract, period, fromDay, toDay, versions } = days;
  const { areaHundredthsM2, proration } = contract;
  if (areaHundredthsM2 === undefined) return { what: 'area' };
  const charged = chargeArea({ areaHundredthsM2, versions, period, fromDay, toDay, proration });
  if ('missingOnDay' in charged) return { what: 'price', onDay: charged.missingOnDay };
  return relieve(days, { charged, parts: areaParts(charged.segments, areaHundredthsM2) });
}

/** The charge of a month's wastewater, at the price of the first of the days. */
export function chargeByVolume(days: ChargeableDays, reading: MeterReading | undefined): Charge | Missing {
  const { contract, period, fromDay, toDay, versions } = days;
  if (!reading) return { what: 'reading' };
  const priced = findVersionOn(versions, fromDay);
  if (!priced) return { what: 'price', onDay: fromDay };
  const charge = chargeWastewater(reading, { priced, waterPercent: contract.waterPercent });
  if (charge === 'no-volume') return { what: 'reading' };
  if (charge === 'no-percent') return { what: 'water_percent' };
  const { unit, price, currency, decisionNo } = priced.version;
  const part: WastewaterPart = { kind: 'WASTEWATER', from: period.from, to: period.to, unit, price, currency, decisionNo, ...charge };
  const segments = [{ priced, fromDay, toDay, daysOf: undefined, amount: charge.amount }];
  return relieve(days, { charged: { segments, last: priced }, parts: [part] });
}

/** Takes off first what is exempt by percentage, then the discount on what remains, then what is exempt by amount. */
function relieve(
  { contract, exemptions }: ChargeableDays,
  { charged, parts }: { readonly charged: ChargedDays; readonly parts: readonly (AreaPart | WastewaterPart)[] },
): Charge {
  const { segments, last } = charged;
  const amounts: Amounts = new Map();
  for (const { priced, amount } of segments) addTo(amounts, priced.version.currency, amount);
  if (exemptions.length === 0 && contract.discountPercent === '') return { amounts, parts, last };
  const shares = exemptShares(segments, exemptions);
  for (const { currency, amount } of shares) addTo(amounts, currency, amount);
  const discounts = discount(amounts, contract.discountPercent);
  const rest = [...discounts, ...exemptAmounts(segments, exemptions)];
  for (const { currency, amount } of rest) addTo(amounts, currency, amount);
  return { amounts, parts: [...parts, ...shares, ...rest], last };
}
