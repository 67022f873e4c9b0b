import { fromEpochDay, toEpochDay, windowOf } from '@kcn/kernel';
import type { Period, PlainDate } from '@kcn/kernel';
import { chargeByArea, chargeByVolume } from '../charges/charge';
import type { Charge, Missing } from '../charges/charge';
import { chargeFault } from '../charges/charge-fault';
import type { ChargeFault } from '../charges/charge-fault';
import { createBillingPeriods } from '../contracts/billing-periods';
import type { BillingPeriod, BillingPeriods } from '../contracts/billing-periods';
import type { Billing, Contract } from '../contracts/contract';
import { withGivenEnd } from '../contracts/contract-days';
import { createInvoicing } from '../invoices/create-invoicing';
import type { Invoice } from '../invoices/invoice';
import type { PricedVersion } from '../tariffs/tariff-book';
import type { RunContext } from './run-context';

/** What a run makes of one contract and period. */
export type Planned = { readonly invoice: Invoice } | { readonly fault: ChargeFault };

/** Plans contract after contract; what does not depend on the contract is worked out once. */
export interface Planner {
  /** A contract's invoices and faults, oldest period first, one at a time as they are asked for. */
  plan(contract: Contract): Generator<Planned>;
  /** One period of a contract, whatever its invoice date; undefined when it costs nothing. */
  planPeriod(contract: Contract, period: Period): Planned | undefined;
}

/** What a contract's periods have in common. */
interface Terms {
  readonly contract: Contract;
  readonly versions: readonly PricedVersion[];
  readonly isWastewater: boolean;
  readonly inAdvance: boolean;
  /** First and last day that can cost something, as days since 1970-01-01; Infinity = open. */
  readonly firstDay: number;
  readonly lastDay: number;
}

export function createPlanner(context: RunContext): Planner {
  const { tariffs, readings, rates, exemptions, calendar, through, billingFrom, contractEnds } = context;
  const lastInvoiceDate = windowOf(through).to;
  const invoicing = createInvoicing({ rates, calendar });
  const periodsOf: Readonly<Record<Billing, BillingPeriods>> = {
    MONTH: createBillingPeriods('MONTH'),
    QUARTER: createBillingPeriods('QUARTER'),
    HALF_YEAR: createBillingPeriods('HALF_YEAR'),
    YEAR: createBillingPeriods('YEAR'),
  };

  function termsOf(agreed: Contract): Terms {
    const contract = withGivenEnd(agreed, contractEnds);
    const versions = tariffs.versionsOf(contract.tariffCode);
    const isWastewater = versions[0]?.version.service === 'WASTEWATER';
    const start = toEpochDay(contract.start);
    const afterGrace = isWastewater || contract.graceUntil === undefined ? start : toEpochDay(contract.graceUntil) + 1;
    return {
      contract,
      versions,
      isWastewater,
      inAdvance: !isWastewater && contract.timing === 'ADVANCE',
      firstDay: Math.max(start, afterGrace),
      lastDay: contract.end === undefined ? Infinity : toEpochDay(contract.end),
    };
  }

  const invoiceDateOf = ({ contract, inAdvance }: Terms, period: BillingPeriod): PlainDate =>
    inAdvance ? (contract.start > period.from ? contract.start : period.from) : period.after;

  function chargeOf(terms: Terms, period: BillingPeriod): Charge | Missing | undefined {
    const { contract, versions, firstDay, lastDay } = terms;
    const [fromDay, toDay] = [Math.max(firstDay, period.fromDay), Math.min(lastDay, period.toDay)];
    if (fromDay > toDay) return undefined;
    const days = { contract, period, fromDay, toDay, versions, exemptions: exemptions.of(contract.contractNo) };
    return terms.isWastewater ? chargeByVolume(days, readings.find(contract.contractNo, period.period)) : chargeByArea(days);
  }

  function planOne(terms: Terms, period: BillingPeriod): Planned | undefined {
    const charge = chargeOf(terms, period);
    if (charge === undefined) return undefined;
    const { contractNo, parkCode, tariffCode } = terms.contract;
    const invoiceDate = invoiceDateOf(terms, period);
    const place = { contractNo, parkCode, period: period.period, invoiceDate };
    if ('what' in charge) {
      const on = charge.what === 'price' ? fromEpochDay(charge.onDay) : period.period;
      return { fault: chargeFault(`missing_${charge.what}`, place, { tariffCode, on }) };
    }
    const invoice = invoicing.make(charge, { contract: terms.contract, period: period.period, invoiceDate });
    if (invoice === undefined) return undefined;
    if ('noRateFor' in invoice)
      return { fault: chargeFault('missing_rate', place, { tariffCode, currency: invoice.noRateFor, on: invoiceDate }) };
    return { invoice };
  }

  return {
    *plan(contract) {
      const terms = termsOf(contract);
      const periods = periodsOf[terms.isWastewater ? 'MONTH' : contract.billing];
      const from = billingFrom ?? terms.versions[0]?.version.validFrom ?? contract.start;
      for (let index = periods.indexOf(from > contract.start ? from : contract.start); ; index += 1) {
        const period = periods.at(index);
        if (invoiceDateOf(terms, period) > lastInvoiceDate || period.fromDay > terms.lastDay) return;
        const planned = planOne(terms, period);
        if (planned) yield planned;
      }
    },
    planPeriod(contract, name) {
      const terms = termsOf(contract);
      const periods = periodsOf[terms.isWastewater ? 'MONTH' : contract.billing];
      const period = periods.at(periods.indexOf(windowOf(name).from));
      return period.period === name ? planOne(terms, period) : undefined;
    },
  };
}
