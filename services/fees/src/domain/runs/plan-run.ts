import type { ChargeFault } from '../charges/charge-fault';
import type { Contract } from '../contracts/contract';
import type { Invoice } from '../invoices/invoice';
import { byInvoiceOrder } from '../invoices/invoice-order';
import { createPlanner } from './plan-contract';
import type { RunContext } from './run-context';

/** What a run comes to. */
export interface RunPlan {
  /** In the order in which they are numbered: invoice date, contract, period. */
  readonly invoices: readonly Invoice[];
  /** Contracts and periods that could not be charged, in the same order. */
  readonly errors: readonly ChargeFault[];
}

/** The whole run at once, for dry runs and boards of ordinary size; a large run takes contracts from a Planner one by one. */
export function planRun({ contracts, ...context }: RunContext & { readonly contracts: Iterable<Contract> }): RunPlan {
  const planner = createPlanner(context);
  const invoices: Invoice[] = [];
  const errors: ChargeFault[] = [];
  for (const contract of contracts) {
    for (const planned of planner.plan(contract)) {
      if ('invoice' in planned) invoices.push(planned.invoice);
      else errors.push(planned.fault);
    }
  }
  return { invoices: invoices.sort(byInvoiceOrder), errors: errors.sort(byInvoiceOrder) };
}
