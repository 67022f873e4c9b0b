import { units as unitNames } from '@kcn/contracts';
import { unavailable } from '@kcn/kernel';
import type { LogEntry, Projection, Session } from '@kcn/messaging';
import { ratesUsedBy } from '../../domain/facts/rate-needs';
import type { RateNeed } from '../../domain/facts/rate-needs';
import type { RecordVersion } from '../../domain/facts/record-version';
import { factsOfUnit, hasFacts } from '../../domain/facts/unit-facts';
import { generationOf, scopeOf } from '../ports';
import type { FactStore, Generations, Place, StoredFact, UnitRange } from '../ports';
import { checkRegistryEvent, rateOfKey, readRegistryEvent } from './read-event';

export interface RecordProjectionOptions {
  readonly facts: FactStore;
  readonly generations: Generations;
  /** An event as the version of a record; undefined where it has nothing to do with figures. @throws DomainError invalid */
  readonly read: (event: LogEntry) => RecordVersion | undefined;
  /** Refuses an event that can never have its effect. @throws DomainError invalid */
  readonly check: (event: LogEntry) => void;
}

const rulesChanging = (board: string): Error =>
  unavailable('rules_changing', {
    vi: `Số liệu của "${board}" đang được tính lại theo quy tắc mới`,
    en: `The figures of "${board}" are being made anew by new rules`,
  });

const earlier = (a: bigint | undefined, b: bigint): bigint => (a === undefined || b < a ? b : a);

/**
 * A log's events as facts and buckets. Each event is kept as a version of its record; the units it can change are
 * worked out anew from its position on, and only the difference is written. So the order of arrival does not matter, and
 * the work depends on what changed, not on how much there is.
 */
export function createRecordProjection({ facts, generations, read, check }: RecordProjectionOptions): Projection {
  /** The units that the versions can change, each from the earliest position on. */
  async function affectedBy(session: Session, place: Place, versions: readonly RecordVersion[]): Promise<Map<string, bigint>> {
    const from = new Map<string, bigint>();
    const touch = (unit: string, position: bigint): void => {
      from.set(unit, earlier(from.get(unit), position));
    };
    for (const version of versions) {
      if (hasFacts(version.unit)) touch(version.unit, version.position);
      if (version.kind !== 'exchange-rates') continue;
      for (const unit of await facts.unitsUsingRate(session, place, rateOfKey(version.key))) touch(unit, version.position);
    }
    return from;
  }

  async function write(session: Session, place: Place, versions: readonly RecordVersion[]): Promise<void> {
    if (versions.length === 0) return;
    await facts.addVersions(session, place, versions);
    const affected = await affectedBy(session, place, versions);
    if (affected.size === 0) return;
    const known = await facts.versionsOf(session, place, [...affected.keys()]);
    const needs = new Map([...known].map(([unit, own]) => [unit, ratesUsedBy(own)] as const));
    await facts.saveRateNeeds(session, place, needs);
    const rates = await ratesFor(session, place, needs);
    const ranges: UnitRange[] = [...affected].map(([unit, fromPosition]) => ({ unit, fromPosition }));
    const before = new Map((await facts.factsOf(session, place, ranges)).map((one) => [one.id, one]));
    const added: StoredFact[] = [];
    const actors = new Map<bigint, string>();
    for (const list of [...known.values(), rates]) for (const version of list) actors.set(version.position, version.actor);
    for (const { unit, fromPosition } of ranges) {
      for (const fact of factsOfUnit(unit, known.get(unit) ?? [], rates, { fromPosition })) {
        const stored = facts.identify(place, fact);
        // What was there already stays; what is left over in `before` has gone.
        if (!before.delete(stored.id)) added.push(stored);
      }
    }
    await facts.write(session, place, { added, removed: [...before.values()], actorAt: (position) => actors.get(position) });
  }

  async function ratesFor(session: Session, place: Place, needs: ReadonlyMap<string, readonly RateNeed[]>): Promise<RecordVersion[]> {
    const currencies = new Set([...needs.values()].flat().map((need) => need.currency));
    if (currencies.size === 0) return [];
    const found = await facts.versionsOf(
      session,
      place,
      [...currencies].map((currency) => unitNames.rate(currency)),
    );
    return [...found.values()].flat();
  }

  return {
    scope: async (board) => {
      await generations.ensure(board);
      const { generation, hasTheseRules } = await generations.inUse(board);
      // Two sets of rules in one generation would make it wrong for both; the log has the event for the new one.
      if (!hasTheseRules) throw rulesChanging(board);
      return scopeOf(generation);
    },
    check,
    apply: (session, board, scope, events: readonly LogEntry[]) =>
      write(
        session,
        { board, generation: generationOf(scope) },
        events.flatMap((event) => read(event) ?? []),
      ),
  };
}

/** The registry's events: every one is the version of a record. */
export const createRegistryProjection = (options: Pick<RecordProjectionOptions, 'facts' | 'generations'>): Projection =>
  createRecordProjection({ ...options, read: readRegistryEvent, check: checkRegistryEvent });
