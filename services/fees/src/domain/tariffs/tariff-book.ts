import type { PlainDate } from '@kcn/kernel';
import { toEpochDay } from '@kcn/kernel';
import { decimalFraction, percentFraction, plainDecimal } from '@kcn/kernel/fraction';
import type { Fraction } from '@kcn/kernel/fraction';
import type { TariffVersion } from './tariff';

/** A version with its numbers read and its days counted, for millions of look-ups. Days are days since 1970-01-01. */
export interface PricedVersion {
  readonly version: TariffVersion;
  readonly fromDay: number;
  /** Last day; Infinity = until further notice. */
  readonly toDay: number;
  readonly price: Fraction;
  /** VAT as a share. */
  readonly vat: Fraction;
}

/** The versions of all tariffs. */
export interface TariffBook {
  /** Oldest first; empty for a code that does not exist. */
  versionsOf(tariffCode: string): readonly PricedVersion[];
  /** The first day for which the tariff has a price. */
  findEarliest(tariffCode: string): PlainDate | undefined;
}

const NONE: readonly PricedVersion[] = [];

export function createTariffBook(versions: Iterable<TariffVersion>): TariffBook {
  const byCode = new Map<string, PricedVersion[]>();
  for (const version of versions) {
    const priced = {
      version: { ...version, price: plainDecimal(version.price), vatPercent: plainDecimal(version.vatPercent) },
      fromDay: toEpochDay(version.validFrom),
      toDay: version.validTo === undefined ? Infinity : toEpochDay(version.validTo),
      price: decimalFraction(version.price),
      vat: percentFraction(version.vatPercent),
    };
    const others = byCode.get(version.tariffCode);
    if (others) others.push(priced);
    else byCode.set(version.tariffCode, [priced]);
  }
  for (const list of byCode.values()) list.sort((a, b) => a.fromDay - b.fromDay);
  return {
    versionsOf: (tariffCode) => byCode.get(tariffCode) ?? NONE,
    findEarliest: (tariffCode) => byCode.get(tariffCode)?.[0]?.version.validFrom,
  };
}

/** The version valid on a day; undefined in a gap. */
export const findVersionOn = (versions: readonly PricedVersion[], day: number): PricedVersion | undefined =>
  versions.find(({ fromDay, toDay }) => fromDay <= day && day <= toDay);
