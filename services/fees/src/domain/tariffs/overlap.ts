import type { PlainDate } from '@kcn/kernel';

/** A stretch of days; an undefined end is open. */
export interface Validity {
  readonly validFrom: PlainDate;
  readonly validTo: PlainDate | undefined;
}

/** Whether two stretches have a day in common. */
export const overlap = (a: Validity, b: Validity): boolean =>
  (b.validTo === undefined || a.validFrom <= b.validTo) && (a.validTo === undefined || b.validFrom <= a.validTo);

/**
 * Pairs of stretches that overlap among those of one key, the one that starts later named first: it is the new one that
 * starts while the old one is still valid.
 */
export function findOverlaps<T extends Validity>(
  items: Iterable<T>,
  keyOf: (item: T) => string,
): { readonly later: T; readonly earlier: T }[] {
  const byKey = new Map<string, T[]>();
  for (const item of items) {
    const others = byKey.get(keyOf(item));
    if (others) others.push(item);
    else byKey.set(keyOf(item), [item]);
  }
  return [...byKey.values()].flatMap((list) => {
    const sorted = list.toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : a.validFrom > b.validFrom ? 1 : 0));
    const found: { later: T; earlier: T }[] = [];
    // The one that reaches furthest is the one that a later start can run into.
    let furthest: T | undefined;
    for (const item of sorted) {
      if (furthest && overlap(furthest, item)) found.push({ later: item, earlier: furthest });
      if (!furthest || (furthest.validTo !== undefined && (item.validTo === undefined || item.validTo > furthest.validTo))) furthest = item;
    }
    return found;
  });
}
