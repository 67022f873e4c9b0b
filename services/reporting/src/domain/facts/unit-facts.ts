import type { Fact, FactContent } from './fact';
import { sameInputs } from './fact-part';
import type { FactGroup, FactPart, GroupsOfUnit } from './fact-part';
import { figureGroups } from './figure-facts';
import { leaseGroups } from './lease-facts';
import { parkGroups } from './park-facts';
import { projectGroups } from './project-facts';
import type { RecordVersion } from './record-version';
import { createUnitState } from './unit-state';
import type { UnitState } from './unit-state';

interface KeptPart {
  readonly inputs: readonly unknown[];
  readonly facts: readonly FactContent[];
}

interface KeptGroup {
  readonly parts: Map<string, KeptPart>;
  inputs: readonly unknown[];
}

interface Sum {
  readonly content: FactContent;
  value: bigint;
  n: number;
  missing: number;
}

const GROUPS: Readonly<Record<string, (code: string, state: UnitState) => GroupsOfUnit>> = {
  park: parkGroups,
  project: projectGroups,
  lease: leaseGroups,
  figures: figureGroups,
};

/** Board and rates have no facts of their own. */
function findGroupsOf(unit: string, state: UnitState): GroupsOfUnit | undefined {
  const colon = unit.indexOf(':');
  return colon < 0 ? undefined : GROUPS[unit.slice(0, colon)]?.(unit.slice(colon + 1), state);
}

/** Whether a unit can have facts at all. */
export const hasFacts = (unit: string): boolean => findGroupsOf(unit, createUnitState()) !== undefined;

/** Facts of one position are sorted and summed by everything but their amounts. */
const identityOf = (f: FactContent): string =>
  [f.measure, f.measureUnit, f.capital ?? '', f.park ?? '', f.topic ?? '', f.date, f.source.kind, f.source.key, ...(f.rates ?? [])].join(
    '\n',
  );

function add(sums: Map<string, Sum>, facts: readonly FactContent[], sign: 1 | -1): void {
  for (const content of facts) {
    const identity = identityOf(content);
    let sum = sums.get(identity);
    if (!sum) sums.set(identity, (sum = { content, value: 0n, n: 0, missing: 0 }));
    sum.value += BigInt(sign) * content.value;
    sum.n += sign * content.n;
    sum.missing += sign * content.missing;
  }
}

/** Brings the parts of one group up to the state and adds up what that changes. */
function advanceParts(kept: Map<string, KeptPart>, parts: readonly FactPart[], changes: Map<string, Sum>): void {
  const present = new Set<string>();
  for (const part of parts) {
    present.add(part.id);
    const before = kept.get(part.id);
    if (before && sameInputs(before.inputs, part.inputs)) continue;
    const facts = part.build();
    if (before) add(changes, before.facts, -1);
    add(changes, facts, 1);
    kept.set(part.id, { inputs: part.inputs, facts });
  }
  if (kept.size === present.size) return;
  for (const [id, before] of kept) {
    if (present.has(id)) continue;
    add(changes, before.facts, -1);
    kept.delete(id);
  }
}

/** Brings all groups up to the state and returns what that changes, by identity. */
function advance(kept: Map<string, KeptGroup>, groups: readonly FactGroup[]): Map<string, Sum> {
  const changes = new Map<string, Sum>();
  for (const group of groups) {
    const before = kept.get(group.id);
    if (before && sameInputs(before.inputs, group.inputs)) continue;
    const now = before ?? { parts: new Map<string, KeptPart>(), inputs: group.inputs };
    now.inputs = group.inputs;
    advanceParts(now.parts, group.parts(), changes);
    kept.set(group.id, now);
  }
  return changes;
}

/** The versions that matter, oldest first, each position once. */
function history(unit: string, versions: readonly RecordVersion[], rates: readonly RecordVersion[]): RecordVersion[] {
  const own = versions.filter((v) => v.unit === unit);
  const byPosition = new Map([...own, ...rates.filter((v) => v.kind === 'exchange-rates')].map((v) => [v.position, v]));
  return [...byPosition.values()].sort((a, b) => (a.position < b.position ? -1 : a.position > b.position ? 1 : 0));
}

/**
 * All facts of a unit: with f(S) the facts that a set S of versions means, each position p gives f(S≤p) − f(S<p), tagged
 * with p. The result follows from the sets alone; neither the order nor the repetition of versions matters.
 *
 * @param versions all versions of the unit (others are ignored)
 * @param rates all versions of the rates that the unit uses, see `ratesUsedBy`
 * @param options.fromPosition leave out the facts tagged with an earlier position; what is tagged p depends on versions up to p only
 * @throws DomainError invalid when a record holds no real date, quarter or event type
 */
export function factsOfUnit(
  unit: string,
  versions: readonly RecordVersion[],
  rates: readonly RecordVersion[],
  options: { readonly fromPosition?: bigint } = {},
): Fact[] {
  const state = createUnitState();
  const groupsNow = findGroupsOf(unit, state);
  if (!groupsNow) return [];
  const kept = new Map<string, KeptGroup>();
  const facts: Fact[] = [];
  const { fromPosition } = options;
  let skipped = false;
  for (const version of history(unit, versions, rates)) {
    if (fromPosition !== undefined && version.position < fromPosition) {
      state.apply(version);
      skipped = true;
      continue;
    }
    if (skipped) {
      advance(kept, groupsNow());
      skipped = false;
    }
    state.apply(version);
    const changes = [...advance(kept, groupsNow())].sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [, { content, value, n, missing }] of changes) {
      if (value !== 0n || n !== 0 || missing !== 0) facts.push({ unit, ...content, position: version.position, value, n, missing });
    }
  }
  return facts;
}
