import { addDays } from '@kcn/kernel';
import type { Period, PlainDate } from '@kcn/kernel';
import type { WorkingCalendar } from '@kcn/vietnam';
import type { Charge } from '../charges/charge';
import { add, isZero, multiply, roundHalfUp, ZERO } from '@kcn/kernel/fraction';
import type { Contract } from '../contracts/contract';
import type { RateBook } from '../rates/rate-book';
import { invoiceCode } from './invoice';
import type { CurrencyCharge, Invoice } from './invoice';

/** Turns charges into invoices. */
export interface Invoicing {
  /** Undefined when nothing is owed; the currency when it has no rate on or before the invoice date. */
  make(
    charge: Charge,
    of: { readonly contract: Contract; readonly period: Period; readonly invoiceDate: PlainDate },
  ): Invoice | { readonly noRateFor: string } | undefined;
}

export function createInvoicing({ rates, calendar }: { readonly rates: RateBook; readonly calendar: WorkingCalendar }): Invoicing {
  /** A run has few invoice dates and few terms of payment. */
  const dueDates = new Map<string, PlainDate>();

  function dueDateOf(invoiceDate: PlainDate, dueDays: number): PlainDate {
    const key = `${invoiceDate}${String(dueDays)}`;
    const found = dueDates.get(key) ?? calendar.nextWorkingDay(addDays(invoiceDate, dueDays));
    dueDates.set(key, found);
    return found;
  }

  return {
    make({ amounts, parts, last }, { contract, period, invoiceDate }) {
      let dong = ZERO;
      const charges: CurrencyCharge[] = [];
      for (const [currency, charge] of amounts) {
        if (isZero(charge)) continue;
        const rate = rates.findOn(currency, invoiceDate);
        if (!rate) return { noRateFor: currency };
        dong = add(dong, multiply(charge, rate.vndPerUnit));
        charges.push({ currency, charge, rate: rate.text, rateDate: rate.date, rateSource: rate.source });
      }
      const net = roundHalfUp(dong);
      if (net <= 0n) return undefined;
      const vat = roundHalfUp(multiply({ numerator: net, denominator: 1n }, last.vat));
      const { contractNo, parkCode, enterpriseTaxCode, enterpriseName, dueDays } = contract;
      return {
        code: invoiceCode(contractNo, period),
        contractNo,
        period,
        parkCode,
        service: last.version.service,
        enterpriseTaxCode,
        enterpriseName,
        invoiceDate,
        dueDate: dueDateOf(invoiceDate, dueDays),
        charges,
        parts,
        net,
        vatPercent: last.version.vatPercent,
        vat,
        total: net + vat,
      };
    },
  };
}
