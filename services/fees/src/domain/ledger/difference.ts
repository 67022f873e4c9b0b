import type { PlainDate } from '@kcn/kernel';
import { compareTexts } from '../collection/payment-line';
import { entryOf, movedBy } from './entry';
import type { LedgerEntry } from './entry';
import { movementKey } from './movement';
import type { Movement } from './movement';

export interface DifferenceOptions {
  readonly before: ReadonlyMap<string, Movement>;
  readonly after: ReadonlyMap<string, Movement>;
  /** What brought the new knowledge. */
  readonly cause: string;
  /** The accounting day for what takes effect on a day; see postingDay. */
  readonly postingDay: (effectiveOn: PlainDate) => PlainDate;
}

/** The entries that bring the ledger from one fold to the next, by line, invoice and day; none when nothing differs. */
export function entriesForDifference({ before, after, cause, postingDay }: DifferenceOptions): LedgerEntry[] {
  const differing: Movement[] = [];
  for (const [key, movement] of after) {
    const amount = movement.amount - (before.get(key)?.amount ?? 0n);
    if (amount !== 0n) differing.push({ ...movement, amount });
  }
  for (const [key, movement] of before) if (!after.has(key)) differing.push({ ...movement, amount: -movement.amount });
  return differing
    .sort((a, b) => compareTexts(a.effectiveOn, b.effectiveOn) || compareTexts(movementKey(a), movementKey(b)))
    .map((movement) => entryOf(movement, { cause, postedOn: postingDay(movement.effectiveOn) }));
}

/** The movements that the ledger holds, added up: what the next difference starts from. */
export function postedMovements(entries: Iterable<LedgerEntry>): Map<string, Movement> {
  const posted = new Map<string, Movement>();
  for (const entry of entries) {
    const { kind, source, invoice, contractNo, effectiveOn } = entry;
    const key = movementKey(entry);
    const amount = (posted.get(key)?.amount ?? 0n) + movedBy(entry);
    if (amount === 0n) posted.delete(key);
    else posted.set(key, { kind, source, invoice, contractNo, effectiveOn, amount });
  }
  return posted;
}
