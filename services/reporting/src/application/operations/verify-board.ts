import { categoryOf, precondition } from '@kcn/kernel';
import type { EventLog, LogEntry, Relay } from '@kcn/messaging';
import type { RecordVersion } from '../../domain/facts/record-version';
import { factsOfUnit, hasFacts } from '../../domain/facts/unit-facts';
import { ratesUsedBy } from '../../domain/facts/rate-needs';
import { units as unitNames } from '@kcn/contracts';
import { ownKindEvents } from '../own-records/own-kinds';
import { readFigureEvent } from '../figure-events/read-figure-event';
import { readRegistryEvent } from '../registry-events/read-event';
import type { SourceLog } from '../../domain/source-log';
import { scopeOf } from '../ports';
import type { Audit, Generations, OwnRecords, Place, Publications, Source, Sources, TopicReads } from '../ports';
import { sha256Of } from '../summary/publish-summary';
import type { VectorResolver } from '../summary/resolve-vector';
import type { Summaries } from '../summary/summaries';
import { check, SHOWN } from './check';
import type { Check } from './check';
import { publicationChecks } from './publication-checks';

export interface Verification {
  readonly ok: boolean;
  readonly checks: readonly Check[];
}

export interface VerifierOptions {
  readonly sources: Sources;
  readonly generations: Generations;
  readonly ownLog: EventLog;
  readonly ownRecords: OwnRecords;
  readonly relay: Pick<Relay, 'published'>;
  readonly audits: Readonly<Record<SourceLog, Audit>>;
  readonly topicReads: TopicReads;
  readonly topics: Readonly<Record<SourceLog | 'reporting', string>>;
  readonly publications: Publications;
  readonly vectors: VectorResolver;
  readonly summaries: Summaries;
}

/** What one side has and the other has not, shortened. */
function difference(
  expected: ReadonlyMap<string, string> | ReadonlySet<string>,
  actual: ReadonlyMap<string, string> | ReadonlySet<string>,
): string {
  const valueOf = (side: ReadonlyMap<string, string> | ReadonlySet<string>, key: string): string | undefined =>
    side instanceof Map ? (side as ReadonlyMap<string, string>).get(key) : side.has(key) ? 'present' : undefined;
  const keys = new Set([...expected.keys(), ...actual.keys()]);
  const different = [...keys].filter((key) => valueOf(expected, key) !== valueOf(actual, key)).sort();
  if (different.length === 0) return '';
  const shown = different
    .slice(0, SHOWN)
    .map((key) => `${key}: ${valueOf(expected, key) ?? 'absent'} ≠ ${valueOf(actual, key) ?? 'absent'}`);
  return `${different.length.toString()} differ / khác nhau: ${shown.join('; ')}`;
}

function missingPositions(present: ReadonlySet<number>, upTo: number): string {
  const missing: number[] = [];
  for (let position = 1; position <= upTo && missing.length <= SHOWN; position += 1) if (!present.has(position)) missing.push(position);
  return missing.length === 0 ? '' : `missing / thiếu: ${missing.slice(0, SHOWN).join(', ')}${missing.length > SHOWN ? ', …' : ''}`;
}

const countUpTo = (positions: ReadonlySet<number>, upTo: number): number => [...positions].filter((position) => position <= upTo).length;

/** Recomputes a board from the logs and compares with everything that is stored and published. */
export function createVerifier(options: VerifierOptions) {
  const { sources, generations, ownLog, ownRecords, relay, audits, topicReads, topics, publications, vectors, summaries } = options;

  async function readVersions({ name, log }: Source, board: string): Promise<{ versions: RecordVersion[]; last: number; gaps: string }> {
    const versions: RecordVersion[] = [];
    let last = 0;
    let gaps = '';
    for await (const chunk of log.readLog(board, 0)) {
      for (const event of chunk) {
        if (event.position !== last + 1 && gaps === '') gaps = `${last.toString()} → ${event.position.toString()}`;
        last = event.position;
        const version = name === 'registry' ? readRegistryEvent(event) : readFigureEvent(event);
        if (version) versions.push(version);
      }
    }
    return { versions, last, gaps };
  }

  function recomputedIds(audit: Audit, place: Place, versions: readonly RecordVersion[]): Set<string> {
    const byUnit = new Map<string, RecordVersion[]>();
    for (const version of versions) {
      const list = byUnit.get(version.unit);
      if (list) list.push(version);
      else byUnit.set(version.unit, [version]);
    }
    const ids = new Set<string>();
    for (const [unit, own] of byUnit) {
      if (!hasFacts(unit)) continue;
      const currencies = new Set(ratesUsedBy(own).map(({ currency }) => currency));
      const rates = [...currencies].flatMap((currency) => byUnit.get(unitNames.rate(currency)) ?? []);
      for (const fact of factsOfUnit(unit, own, rates)) ids.add(audit.identify(place, fact));
    }
    return ids;
  }

  /** The registry's checks bear no name before theirs; those of another service are left out where it has told nothing. */
  async function sourceChecks(source: Source, place: Place): Promise<Check[]> {
    const { name } = source;
    const { versions, last, gaps } = await readVersions(source, place.board);
    if (last === 0 && name !== 'registry') return [];
    const gapless = check(`${name}-log-gapless`, last, name === 'registry' ? versions.length : last, gaps);
    return [
      gapless,
      ...(await projectionChecks(source, place, { versions, last })),
      await topicCheck(`${name}-topic`, topics[name], place.board, last),
    ];
  }

  async function projectionChecks(
    { name, applier }: Source,
    place: Place,
    { versions, last }: { readonly versions: readonly RecordVersion[]; readonly last: number },
  ): Promise<Check[]> {
    const audit = audits[name];
    const named = (of: string): string => (name === 'registry' ? of : `${name}-${of}`);
    const { settled, handled, parked, deadLetters } = await applier.settled(place.board, scopeOf(place.generation));
    if (handled < last) {
      throw precondition('not_settled', {
        vi: `Số liệu mới tính đến vị trí ${handled.toString()} trên ${last.toString()}, hãy thử lại`,
        en: `Only settled up to position ${handled.toString()} of ${last.toString()}, try again`,
        params: { position: last, settledPosition: handled },
      });
    }
    const upTo = BigInt(last);
    const expected = recomputedIds(audit, place, versions);
    const actual = await audit.factIds(place, upTo);
    const { stored, added } = await audit.sums(place);
    const waiting = parked + deadLetters;
    return [
      check(`${name}-log-settled`, last, Math.min(settled, last)),
      check(named('nothing-parked'), 0, waiting),
      check(named('record-versions'), versions.length, await audit.countVersions(place, upTo)),
      check(named('facts'), expected.size, actual.size, difference(expected, actual)),
      check(named('buckets'), added.buckets.size, stored.buckets.size, difference(added.buckets, stored.buckets)),
      check(named('unit-turns'), added.turns.size, stored.turns.size, difference(added.turns, stored.turns)),
      check(named('fact-days'), added.days.size, stored.days.size, difference(added.days, stored.days)),
    ];
  }

  async function topicCheck(name: string, topic: string, board: string, upTo: number): Promise<Check> {
    try {
      const { positions, outOfOrder } = await topicReads.read(topic, board);
      const missing = missingPositions(positions, upTo);
      const disorder = outOfOrder.length === 0 ? '' : `out of order / sai thứ tự: ${outOfOrder.slice(0, SHOWN).join(', ')}`;
      return check(name, upTo, countUpTo(positions, upTo), [missing, disorder].filter((part) => part !== '').join('; '));
    } catch (error) {
      if (categoryOf(error) !== 'unavailable') throw error;
      return check(name, upTo, 'unavailable', error instanceof Error ? error.message : String(error));
    }
  }

  const isOwnRecord = (entry: LogEntry): boolean => entry.type !== 'kcn.reporting.v1.SummaryPublished';

  async function ownChecks(board: string): Promise<Check[]> {
    const head = (await ownLog.head(board)).position;
    const fromLog = new Map<string, string>();
    const versions = new Map<string, number>();
    let broken = '';
    for await (const chunk of ownLog.read(board, 0, { upTo: head })) {
      for (const entry of chunk) {
        if (entry.aggregateVersion !== (versions.get(entry.aggregate) ?? 0) + 1)
          broken ||= `${entry.aggregate} v${entry.aggregateVersion.toString()}`;
        versions.set(entry.aggregate, entry.aggregateVersion);
        if (isOwnRecord(entry))
          fromLog.set(
            entry.position.toString(),
            entry.type.endsWith('.RecordWithdrawn') ? 'withdrawn' : `${entry.type} ${sha256Of(entry.payload)}`,
          );
      }
    }
    const stored = new Map<string, string>();
    for await (const { kind, position, payload } of ownRecords.allVersions(board, head)) {
      stored.set(position.toString(), payload ? `${ownKindEvents[kind].type} ${sha256Of(payload)}` : 'withdrawn');
    }
    const published = await relay.published(board);
    return [
      check('own-log-versions', 'in order', broken === '' ? 'in order' : 'broken', broken),
      check('own-records', fromLog.size, stored.size, difference(fromLog, stored)),
      await topicCheck('own-topic', topics.reporting, board, published),
    ];
  }

  return {
    /**
     * @throws DomainError precondition `not_settled` while a source's log is ahead; unavailable when a source cannot be asked
     */
    async verify(board: string): Promise<Verification> {
      const place = { board, generation: await generations.active(board) };
      const checks: Check[] = [];
      for (const source of sources) checks.push(...(await sourceChecks(source, place)));
      const all = [...checks, ...(await ownChecks(board)), ...(await publicationChecks(board, { publications, vectors, summaries }))];
      return { ok: all.every(({ ok }) => ok), checks: all };
    },
  };
}

export type Verifier = ReturnType<typeof createVerifier>;
