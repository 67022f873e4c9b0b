import { contractsLayout, readingsLayout } from './contract-layouts';
import type { FeeKind, FeeLayout } from './fee-layout';
import { creditorParksLayout, creditorsLayout, planLayout } from './plan-layouts';
import { exchangeRatesLayout, holidaysLayout, tariffsLayout } from './tariff-layouts';

/** Every fee file's layout but a bank statement's, which the statements' reader knows; in the order in which one refers to another. */
export const FEE_LAYOUTS: { readonly [K in FeeKind]: FeeLayout<K> } = {
  'fee-tariffs': tariffsLayout,
  'fee-contracts': contractsLayout,
  'meter-readings': readingsLayout,
  'exchange-rates': exchangeRatesLayout,
  'fee-plan': planLayout,
  holidays: holidaysLayout,
  creditors: creditorsLayout,
  'creditor-parks': creditorParksLayout,
};

export const isFeeKind = (stem: string): stem is FeeKind => Object.hasOwn(FEE_LAYOUTS, stem);
