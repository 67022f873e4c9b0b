import type { PlainDate } from '@kcn/kernel';
import type { Folded } from '../collection/fold';
import type { Service } from '../tariffs/tariff';

/** Money that came in for fees, or was taken back; đồng with VAT. */
export interface Collected {
  readonly day: PlainDate;
  readonly parkCode: string;
  readonly service: Service;
  readonly amount: bigint;
}

/**
 * What came in, by the day of the payment: credit counts when it comes in, not when an invoice takes it; a reversal is
 * deducted on its own day, and so is credit that was paid back. Demanded interest is no fee.
 */
export function* collectedOf(folded: Folded): Generator<Collected> {
  const contracts = new Map(folded.facts.contracts.map((contract) => [contract.contractNo, contract]));
  const invoices = new Map(folded.facts.invoices.map((invoice) => [invoice.code, invoice]));
  const paid = (day: PlainDate, place: Pick<Collected, 'parkCode' | 'service'> | undefined, amount: bigint): Collected[] =>
    place ? [{ day, parkCode: place.parkCode, service: place.service, amount }] : [];
  for (const { day, allocations, credits } of folded.lines) {
    for (const { how, invoice, amount } of allocations) if (how !== 'CREDIT') yield* paid(day, invoices.get(invoice), amount);
    for (const { contractNo, amount } of credits) yield* paid(day, contracts.get(contractNo), amount);
  }
  for (const { day, contractNo, covered } of folded.refunds) yield* paid(day, contracts.get(contractNo), -covered);
}
