import type { Fact } from '../domain/facts/fact';
import type { RecordVersion } from '../domain/facts/record-version';
import { factsOfUnit, hasFacts } from '../domain/facts/unit-facts';

/** The facts of all units of a board. */
export function factsOfBoard(versions: readonly RecordVersion[]): Fact[] {
  const rates = versions.filter((v) => v.kind === 'exchange-rates');
  const byUnit = new Map<string, RecordVersion[]>();
  for (const version of versions) byUnit.set(version.unit, [...(byUnit.get(version.unit) ?? []), version]);
  return [...byUnit].flatMap(([unit, own]) => (hasFacts(unit) ? factsOfUnit(unit, own, rates) : []));
}
