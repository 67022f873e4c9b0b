import { splitWindow, yearOf } from '@kcn/kernel';
import type { PlainDate, Window } from '@kcn/kernel';
import type { Connection, Session } from '@kcn/messaging';
import type { FigureView, FigureViews, Place } from '../../application/ports';
import type { Fact } from '../../domain/facts/fact';
import type { Cell, FigureReader } from '../../domain/figures/figure-reader';
import type { SourceLog } from '../../domain/source-log';
import { AFTER, MONTHS, positionText, projectedCollectionsOf } from './collections';
import type { BucketCell, BucketDocument, ProjectedCollections, TurnDocument } from './collections';
import { createCellSums } from './cell-sums';
import { factPrefix, fromFactDocument } from './fact-documents';

const BATCH = 5_000;
const inWindow = (date: PlainDate, { from, to }: Window): boolean => date >= from && date <= to;
const yearsOf = ({ from, to }: Window): number[] =>
  Array.from({ length: yearOf(to) - yearOf(from) + 1 }, (_, index) => yearOf(from) + index);

/** Reads that were answered once within a view are kept for its life. */
function createLoader(
  { buckets, turns, facts }: ProjectedCollections,
  place: Place,
  position: bigint,
  run: <T>(read: (session: Session) => Promise<T>) => Promise<T>,
) {
  const { board, generation } = place;
  const yearsLoaded = new Map<string, readonly BucketDocument[]>();
  const historyLoaded = new Map<string, readonly BucketDocument[]>();
  const turnsLoaded = new Map<string, readonly TurnDocument[]>();
  let later: Promise<readonly Fact[]> | undefined;

  return {
    /** Buckets of whole years, by measure and year. */
    async ofYears(measures: readonly string[], years: readonly number[]): Promise<BucketDocument[]> {
      const isKnown = (measure: string): boolean =>
        historyLoaded.has(measure) || years.every((year) => yearsLoaded.has(`${measure} ${year.toString()}`));
      const missing = measures.filter((measure) => !isKnown(measure));
      if (missing.length > 0) {
        const found = await run((session) =>
          buckets
            .find(
              { board, generation, measure: { $in: missing }, year: { $in: [...years] } },
              { session, useBigInt64: true, batchSize: BATCH },
            )
            .toArray(),
        );
        for (const measure of missing)
          for (const year of years)
            yearsLoaded.set(
              `${measure} ${year.toString()}`,
              found.filter((one) => one.measure === measure && one.year === year),
            );
      }
      return measures.flatMap((measure) =>
        years.flatMap(
          (year) =>
            historyLoaded.get(measure)?.filter((one) => one.year === year) ?? yearsLoaded.get(`${measure} ${year.toString()}`) ?? [],
        ),
      );
    },
    /** Buckets of all years of the measures. */
    async ofAllYears(measures: readonly string[]): Promise<BucketDocument[]> {
      const missing = measures.filter((measure) => !historyLoaded.has(measure));
      if (missing.length > 0) {
        const found = await run((session) =>
          buckets.find({ board, generation, measure: { $in: missing } }, { session, useBigInt64: true, batchSize: BATCH }).toArray(),
        );
        const byMeasure = new Map<string, BucketDocument[]>(missing.map((measure) => [measure, []]));
        for (const one of found) byMeasure.get(one.measure)?.push(one);
        for (const [measure, list] of byMeasure) historyLoaded.set(measure, list);
      }
      return measures.flatMap((measure) => historyLoaded.get(measure) ?? []);
    },
    async turnsOf(measure: string, years: readonly number[]): Promise<readonly TurnDocument[]> {
      const id = `${measure} ${years.join(' ')}`;
      const known = turnsLoaded.get(id);
      if (known) return known;
      const found = await run((session) =>
        turns.find({ board, generation, measure, year: { $in: [...years] } }, { session, useBigInt64: true, batchSize: BATCH }).toArray(),
      );
      turnsLoaded.set(id, found);
      return found;
    },
    /** Facts of single days, whatever their position. */
    async ofDays(measures: readonly string[], days: readonly Window[]): Promise<Fact[]> {
      if (days.length === 0) return [];
      const dates = days.map(({ from, to }) => ({ date: { $gte: from, $lte: to } }));
      const found = await run((session) =>
        facts
          .find({ board, generation, measure: { $in: [...measures] }, $or: dates }, { session, useBigInt64: true, batchSize: BATCH })
          .toArray(),
      );
      return found.map(fromFactDocument);
    },
    /** Facts that became known after the position; the ids sort by it. */
    later(): Promise<readonly Fact[]> {
      const prefix = factPrefix(place);
      return (later ??= run((session) =>
        facts
          .find(
            { _id: { $gt: `${prefix}${positionText(position)}/${AFTER}`, $lt: `${prefix}${AFTER}` } },
            { session, useBigInt64: true, batchSize: BATCH },
          )
          .toArray(),
      ).then((found) => found.map(fromFactDocument)));
    },
  };
}

/**
 * Figures of one board as known at a position: buckets minus the facts with a later position, days that make up no month
 * straight from facts. One formula for now and for any instant before.
 */
function createReader(
  collections: ProjectedCollections,
  place: Place,
  position: bigint,
  run: <T>(read: (session: Session) => Promise<T>) => Promise<T>,
): FigureReader {
  const load = createLoader(collections, place, position, run);

  async function sums(
    measures: readonly string[],
    counts: {
      readonly buckets: readonly BucketDocument[];
      readonly cellsOf: (bucket: BucketDocument) => (BucketCell | undefined)[];
      readonly days: readonly Window[];
      readonly holds: (date: PlainDate) => boolean;
    },
  ): Promise<Cell[]> {
    const wanted = new Set(measures);
    const result = createCellSums();
    for (const bucket of counts.buckets) for (const cell of counts.cellsOf(bucket)) if (cell) result.addBucket(bucket, cell);
    for (const fact of await load.ofDays([...wanted], counts.days)) result.addFact(fact, 1);
    for (const fact of await load.later()) if (wanted.has(fact.measure) && counts.holds(fact.date)) result.addFact(fact, -1);
    return result.cells();
  }

  return {
    async stock(measures, cutOff) {
      const year = yearOf(cutOff);
      const { months, edges } = splitWindow({ from: `${cutOff.slice(0, 4)}-01-01` as PlainDate, to: cutOff });
      const fields = months.map(({ month }) => MONTHS[month - 1] ?? 'm01');
      const unique = [...new Set(measures)];
      return sums(unique, {
        buckets: (await load.ofAllYears(unique)).filter((bucket) => bucket.year <= year),
        cellsOf: (bucket) =>
          bucket.year < year || fields.length === MONTHS.length ? [bucket.total] : fields.map((field) => bucket[field]),
        days: edges,
        holds: (date) => date <= cutOff,
      });
    },

    async flow(measures, window) {
      const { months, edges } = splitWindow(window);
      const unique = [...new Set(measures)];
      return sums(unique, {
        buckets: await load.ofYears(unique, yearsOf(window)),
        cellsOf: (bucket) => months.flatMap(({ year, month }) => (year === bucket.year ? [bucket[MONTHS[month - 1] ?? 'm01']] : [])),
        days: edges,
        holds: (date) => inWindow(date, window),
      });
    },

    async distinct(turnMeasures, window) {
      const { months, edges } = splitWindow(window);
      const result = createCellSums();
      const unique = [...new Set(turnMeasures)];
      const edgeFacts = await load.ofDays(unique, edges);
      const later = await load.later();
      for (const measure of unique) {
        const turns = new Map<string, { readonly place: Pick<Fact, 'capital' | 'park'>; count: bigint }>();
        const add = (
          { unit, capital, park }: { readonly unit: string; readonly capital?: string; readonly park?: string },
          count: bigint,
        ): void => {
          const id = `${unit}\n${capital ?? ''}\n${park ?? ''}`;
          const known = turns.get(id);
          if (known) known.count += count;
          else
            turns.set(id, {
              place: { ...(capital === undefined ? {} : { capital: capital as 'FDI' | 'DDI' }), ...(park === undefined ? {} : { park }) },
              count,
            });
        };
        for (const document of await load.turnsOf(measure, yearsOf(window))) {
          for (const { year, month } of months) if (year === document.year) add(document, document[MONTHS[month - 1] ?? 'm01'] ?? 0n);
        }
        for (const fact of edgeFacts) if (fact.measure === measure) add(fact, fact.value);
        for (const fact of later) if (fact.measure === measure && inWindow(fact.date, window)) add(fact, -fact.value);
        for (const unit of turns.values())
          if (unit.count > 0n) result.addFact({ ...unit.place, measure, measureUnit: 'project', value: 1n, n: 1, missing: 0 }, 1);
      }
      return result.cells();
    },

    async firstDay() {
      const { board, generation } = place;
      const years = await run((session) => collections.days.find({ board, generation }, { session }).toArray());
      // A day whose records have all gone since may have no field at all, so facts that came later name days too.
      const counts = new Map<string, number>();
      const add = (date: string, n: number): void => {
        counts.set(date, (counts.get(date) ?? 0) + n);
      };
      for (const { year, days } of years)
        for (const [field, n] of Object.entries(days)) add(`${year.toString()}-${field.slice(1, 3)}-${field.slice(3)}`, n);
      for (const { date, n } of await load.later()) add(date, -n);
      const [first] = [...counts].flatMap(([date, n]) => (n > 0 ? [date] : [])).sort();
      return first as PlainDate | undefined;
    },
  };
}

/** Opens views on stored figures; each reads one snapshot of the database, whatever is written meanwhile. */
export function createFigureViews(connection: Connection, log: SourceLog = 'registry'): FigureViews {
  const collections = projectedCollectionsOf(connection, log);
  return {
    open(place, position): FigureView {
      const session = connection.getClient().startSession({ snapshot: true });
      // A snapshot is fixed by the session's first read, and a session does one thing at a time.
      let last: Promise<unknown> = Promise.resolve();
      const run = <T>(read: (session: Session) => Promise<T>): Promise<T> => {
        const result = last.then(() => read(session));
        last = result.catch(() => undefined);
        return result;
      };
      return { reader: createReader(collections, place, position, run), close: () => session.endSession() };
    },
  };
}
