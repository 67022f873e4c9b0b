import type { Period, PlainDate } from '@kcn/kernel';
import type { ChargePart } from '../charges/charge-part';
import type { Fraction } from '@kcn/kernel/fraction';
import type { Service } from '../tariffs/tariff';

/** What was charged in one currency, and how it became đồng. */
export interface CurrencyCharge {
  readonly currency: string;
  /** Exact, in units of the currency, after exemptions and discount. */
  readonly charge: Fraction;
  /** Exact decimal, đồng per unit; `1` for đồng. */
  readonly rate: string;
  /** The day of the rate; undefined for đồng. */
  readonly rateDate: PlainDate | undefined;
  readonly rateSource: string;
}

/** What a contract owes for a billing period. Money is whole đồng. An issued one never changes. */
export interface Invoice {
  /** `{contract_no}-{period}`, once for ever; adjustments add `-A{n}`. */
  readonly code: string;
  readonly contractNo: string;
  readonly period: Period;
  readonly parkCode: string;
  readonly service: Service;
  readonly enterpriseTaxCode: string;
  readonly enterpriseName: string;
  /** The day that rate, due date, matching and interest go by; not the accounting day. */
  readonly invoiceDate: PlainDate;
  readonly dueDate: PlainDate;
  /** One per currency; more than one only where the tariff's currency changed inside the period. */
  readonly charges: readonly CurrencyCharge[];
  /** How the charge came about, part by part, in the order in which a person checks it. */
  readonly parts: readonly ChargePart[];
  readonly net: bigint;
  /** Exact decimal. */
  readonly vatPercent: string;
  readonly vat: bigint;
  readonly total: bigint;
}

export const invoiceCode = (contractNo: string, period: Period): string => `${contractNo}-${period}`;
