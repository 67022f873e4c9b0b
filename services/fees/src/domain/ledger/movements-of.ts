import { isCashAccount } from '../collection/cash-receipt';
import type { Folded } from '../collection/fold';
import { LEDGER_CURRENCY, lineKey } from '../collection/payment-line';
import { movementKey } from './movement';
import type { Movement, MovementSubject } from './movement';

/** All movements that a fold amounts to, by key; several of one key are one. Lines in other currencies move nothing here. */
export function movementsOf(folded: Folded): Map<string, Movement> {
  const movements = new Map<string, Movement>();
  const move = (subject: MovementSubject, amount: bigint): void => {
    const key = movementKey(subject);
    const sum = (movements.get(key)?.amount ?? 0n) + amount;
    if (sum === 0n) movements.delete(key);
    else movements.set(key, { ...subject, amount: sum });
  };
  const { invoices, notes = [] } = folded.facts;
  const contractOf = new Map<string, string>();
  for (const { code, contractNo, invoiceDate: effectiveOn, net, vat } of invoices) {
    contractOf.set(code, contractNo);
    move({ kind: 'BILLED_NET', source: code, invoice: code, contractNo, effectiveOn }, net);
    move({ kind: 'BILLED_VAT', source: code, invoice: code, contractNo, effectiveOn }, vat);
  }
  const noteContracts = new Map(notes.map(({ code, contractNo }) => [code, contractNo]));
  for (const { code, contractNo, noteDate: effectiveOn, amount } of notes)
    move({ kind: 'DEMANDED', source: code, invoice: code, contractNo, effectiveOn }, amount);
  for (const { line, day, allocations, credits } of folded.lines) {
    if (line.currency !== LEDGER_CURRENCY) continue;
    const source = lineKey(line);
    const received = isCashAccount(line.account) ? 'RECEIVED_CASH' : 'RECEIVED_BANK';
    move({ kind: received, source, invoice: '', contractNo: '', effectiveOn: day }, line.amount);
    for (const { invoice, amount, day: effectiveOn, how } of allocations) {
      const ofNote = noteContracts.get(invoice);
      const kind = ofNote !== undefined ? 'INTEREST_PAID' : how === 'CREDIT' ? 'CREDIT_TAKEN' : 'ALLOCATED';
      move({ kind, source, invoice, contractNo: ofNote ?? contractOf.get(invoice) ?? '', effectiveOn }, amount);
    }
    for (const { contractNo, amount } of credits) move({ kind: 'CREDITED', source, invoice: '', contractNo, effectiveOn: day }, amount);
  }
  for (const { adjustment: source, invoice, contractNo, day, freed, taken } of folded.adjustments) {
    move({ kind: 'FREED', source, invoice, contractNo, effectiveOn: day }, freed);
    for (const { invoice: taker, amount, day: effectiveOn } of taken)
      move({ kind: 'CREDIT_TAKEN', source, invoice: taker, contractNo, effectiveOn }, amount);
  }
  for (const { id: source, invoice, contractNo, day: effectiveOn, amount } of folded.writeOffs)
    move({ kind: 'WRITTEN_OFF', source, invoice, contractNo, effectiveOn }, amount);
  for (const { id: source, contractNo, day: effectiveOn, way, amount, covered } of folded.refunds) {
    move({ kind: 'REFUNDED', source, invoice: '', contractNo, effectiveOn }, covered);
    if (way === 'CASH') move({ kind: 'PAID_OUT', source, invoice: '', contractNo, effectiveOn }, amount);
  }
  return movements;
}
