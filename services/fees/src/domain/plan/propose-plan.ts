import { divideHalfUp, isLeapYear, period as periodOf, toEpochDay, windowOf } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import { add, decimalFraction, fraction, multiply, roundHalfUp, ZERO } from '@kcn/kernel/fraction';
import type { Fraction } from '@kcn/kernel/fraction';
import type { Contract } from '../contracts/contract';
import type { RateBook } from '../rates/rate-book';
import { findVersionOn } from '../tariffs/tariff-book';
import type { PricedVersion, TariffBook } from '../tariffs/tariff-book';
import type { Service } from '../tariffs/tariff';

/** What next year should bring by contracts and prices, for a person to edit and submit. */
export interface ProposedPlanLine {
  readonly year: number;
  readonly service: Service;
  readonly parkCode: string;
  /** m² that will be leased, weighted by the days of the year; m³ of the last year's wastewater. Exact. */
  readonly baseQuantity: Fraction;
  /** Whole đồng with VAT for a unit and year: the average over contracts and days. */
  readonly unitPrice: bigint;
  /** Đồng with VAT: base × unit price before that was rounded. */
  readonly expectedAmount: bigint;
  /** Đồng with VAT collected in the year before, as the caller knows it. */
  readonly collectedLastYear: bigint;
}

/** A contract that the proposal could not price. */
export interface UnpricedContract {
  readonly contractNo: string;
  readonly missing: 'price' | 'rate';
}

export interface PlanBasis {
  readonly year: number;
  readonly contracts: Iterable<Contract>;
  readonly tariffs: TariffBook;
  readonly rates: RateBook;
  /** The latest rate on or before this day is used for the whole year. */
  readonly ratesOn: PlainDate;
  /** m³ of wastewater charged over the last twelve months, K not counted. */
  wastewaterM3Of(contractNo: string): Fraction;
  /** Đồng with VAT collected last year. */
  collectedLastYear(parkCode: string, service: Service): bigint;
}

interface Sum {
  readonly service: Service;
  readonly parkCode: string;
  base: Fraction;
  amount: Fraction;
}

const ONE_HUNDRED = 100n;

/** A year's price of a unit, with VAT, in the currency. */
function yearlyPrice({ version, price, vat }: PricedVersion): Fraction {
  const withVat = multiply(price, { numerator: vat.denominator + vat.numerator, denominator: vat.denominator });
  return version.unit === 'M2_MONTH' ? multiply(withVat, fraction(12n)) : withVat;
}

/** Days of the year on which the contract runs and costs something, as days since 1970-01-01; undefined when none. */
function daysIn(contract: Contract, year: number): { readonly from: number; readonly to: number } | undefined {
  const window = windowOf(periodOf(String(year)));
  const start =
    contract.graceUntil !== undefined && contract.graceUntil >= contract.start
      ? toEpochDay(contract.graceUntil) + 1
      : toEpochDay(contract.start);
  const [from, to] = [
    Math.max(start, toEpochDay(window.from)),
    contract.end === undefined ? toEpochDay(window.to) : Math.min(toEpochDay(contract.end), toEpochDay(window.to)),
  ];
  return from <= to ? { from, to } : undefined;
}

export function proposePlan(basis: PlanBasis): {
  readonly lines: readonly ProposedPlanLine[];
  readonly unpriced: readonly UnpricedContract[];
} {
  const { year, contracts, tariffs, rates, ratesOn } = basis;
  const daysOfYear = isLeapYear(year) ? 366 : 365;
  const sums = new Map<string, Sum>();
  const unpriced: UnpricedContract[] = [];

  function sumOf(contract: Contract, { version: { service } }: PricedVersion): Sum {
    const key = `${contract.parkCode} ${service}`;
    const sum = sums.get(key) ?? { service, parkCode: contract.parkCode, base: ZERO, amount: ZERO };
    sums.set(key, sum);
    return sum;
  }

  function addDays(
    contract: Contract,
    versions: readonly PricedVersion[],
    { from, to }: { readonly from: number; readonly to: number },
  ): void {
    const isWastewater = versions[0]?.version.service === 'WASTEWATER';
    const whole = isWastewater ? basis.wastewaterM3Of(contract.contractNo) : fraction(contract.areaHundredthsM2 ?? 0n, ONE_HUNDRED);
    let day = from;
    while (day <= to) {
      const priced = findVersionOn(versions, day);
      if (!priced) return void unpriced.push({ contractNo: contract.contractNo, missing: 'price' });
      const rate = rates.findOn(priced.version.currency, ratesOn);
      if (!rate) return void unpriced.push({ contractNo: contract.contractNo, missing: 'rate' });
      const until = Math.min(to, priced.toDay);
      const quantity = multiply(whole, fraction(BigInt(until - day + 1), BigInt(daysOfYear)));
      const sum = sumOf(contract, priced);
      const discounted = multiply(quantity, fullPriceShare(contract));
      sum.base = add(sum.base, quantity);
      sum.amount = add(sum.amount, multiply(discounted, multiply(yearlyPrice(priced), rate.vndPerUnit)));
      day = until + 1;
    }
  }

  for (const contract of contracts) {
    const days = daysIn(contract, year);
    if (days) addDays(contract, tariffs.versionsOf(contract.tariffCode), days);
  }
  const lines = [...sums.values()].map(({ service, parkCode, base, amount }) => ({
    year,
    service,
    parkCode,
    baseQuantity: base,
    unitPrice: base.numerator === 0n ? 0n : divideHalfUp(amount.numerator * base.denominator, amount.denominator * base.numerator),
    expectedAmount: roundHalfUp(amount),
    collectedLastYear: basis.collectedLastYear(parkCode, service),
  }));
  return { lines: lines.sort((a, b) => (`${a.parkCode} ${a.service}` < `${b.parkCode} ${b.service}` ? -1 : 1)), unpriced };
}

/** What the contract's discount leaves of the price. */
function fullPriceShare({ discountPercent }: Contract): Fraction {
  if (discountPercent === '') return fraction(1n);
  const { numerator, denominator } = decimalFraction(discountPercent);
  return { numerator: ONE_HUNDRED * denominator - numerator, denominator: ONE_HUNDRED * denominator };
}
