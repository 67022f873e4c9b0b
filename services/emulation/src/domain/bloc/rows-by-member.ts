import type { ScoreRow } from './score-rows';

/** Each member's rows, in their order. */
export function rowsByMember(rows: readonly ScoreRow[]): ReadonlyMap<string, readonly ScoreRow[]> {
  const found = new Map<string, ScoreRow[]>();
  for (const row of rows) {
    const own = found.get(row.member);
    if (own) own.push(row);
    else found.set(row.member, [row]);
  }
  return found;
}
