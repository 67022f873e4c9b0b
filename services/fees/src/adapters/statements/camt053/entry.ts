import { normaliseText } from '@kcn/vietnam';
import { readAmount } from '../amounts';
import type { FaultList } from '../fault-list';
import type { StatementLine } from '../statement';
import { MAX_TEXT_LENGTH } from '../statement';
import { findBankDay } from './dates';

/** One `Ntry` while it is read; texts as they stand in the file. */
export interface EntryDraft {
  readonly line: number;
  amount?: string;
  currency?: string;
  direction?: string;
  status?: string;
  reversal?: string;
  bookedOn?: string;
  valueOn?: string;
  /** The bank's reference of the entry, of its only transaction, and the entry's number in the statement. */
  servicerRef?: string;
  transactionRef?: string;
  entryRef?: string;
  transactions: number;
  debtor?: string;
  creditor?: string;
  /** What the payer wrote, in the pieces in which it came. */
  remittance: string[];
  structuredRef?: string;
  additional?: string;
}

export const createEntryDraft = (line: number): EntryDraft => ({ line, transactions: 0, remittance: [] });

/** An unstructured remittance piece holds so many characters; a longer text goes on in the next piece, inside a word too. */
const PIECE_LENGTH = 140;

function joinPieces(pieces: readonly string[]): string {
  let text = '';
  let before = PIECE_LENGTH;
  for (const piece of pieces) {
    text += (before >= PIECE_LENGTH ? '' : ' ') + piece;
    before = piece.length;
  }
  return text;
}

/** What the entry adds to the balance; undefined (with a fault noted) when it cannot be told. */
export function readSignedAmount(
  { amount = '', direction = '' }: { readonly amount?: string | undefined; readonly direction?: string | undefined },
  options: Parameters<typeof readAmount>[1],
): bigint | undefined {
  const text = amount.trim();
  if (text.startsWith('-')) {
    options.faults.add('not_a_number', options.place, { value: text });
    return undefined;
  }
  const magnitude = readAmount(text, options);
  // A reversal's indicator already is the direction of the reversal itself, so RvslInd changes nothing.
  if (direction === 'CRDT' || magnitude === undefined) return magnitude;
  if (direction === 'DBIT') return -magnitude;
  options.faults.add('bad_direction', options.place, { value: direction });
  return undefined;
}

/** The entry as a line of its account, or undefined with its faults noted. */
export function readEntry(
  draft: EntryDraft,
  { account, currency, faults }: { readonly account: string; readonly currency: string; readonly faults: FaultList },
): StatementLine | undefined {
  const place = { line: draft.line };
  if (draft.currency !== currency) {
    faults.add('entry_currency', place, { currency: draft.currency ?? '', expected: currency });
    return undefined;
  }
  const amount = readSignedAmount(draft, { currency, faults, place });
  const day = (text: string | undefined) => {
    const date = text === undefined ? undefined : findBankDay(text);
    if (text !== undefined && date === undefined) faults.add('not_a_date', place, { value: text });
    return date;
  };
  const valueOn = day(draft.valueOn);
  const bookedOn = day(draft.bookedOn) ?? valueOn;
  if (draft.bookedOn === undefined && draft.valueOn === undefined) faults.add('no_date', place);
  const bankRef = normaliseText(draft.servicerRef ?? (draft.transactions === 1 ? draft.transactionRef : undefined) ?? draft.entryRef ?? '');
  if (bankRef === '') faults.add('no_bank_ref', place);
  const remittance = joinPieces(draft.remittance);
  const description = normaliseText(remittance || (draft.structuredRef ?? draft.additional ?? ''));
  // A reversal keeps the parties of the movement that it takes back.
  const isReversal = draft.reversal === 'true' || draft.reversal === '1';
  const paidOut = (draft.direction === 'DBIT') !== isReversal;
  const remitter = normaliseText((paidOut ? draft.creditor : draft.debtor) ?? '');
  if (Math.max(description.length, remitter.length, bankRef.length) > MAX_TEXT_LENGTH)
    faults.add('text_too_long', place, { max: String(MAX_TEXT_LENGTH) });
  if (amount === undefined || bookedOn === undefined || bankRef === '') return undefined;
  return {
    account,
    bookedOn,
    ...(valueOn === undefined ? {} : { valueOn }),
    amount,
    currency,
    bankRef,
    remitter,
    description,
    line: draft.line,
  };
}
