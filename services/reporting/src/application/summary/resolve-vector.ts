import { categoryOf, instantFromDate, instantToDate, notFound, precondition } from '@kcn/kernel';
import type { Instant } from '@kcn/kernel';
import type { EventLog, InboxState } from '@kcn/messaging';
import type { SourceLog } from '../../domain/source-log';
import { scopeOf } from '../ports';
import type { Generations, OwnRecords, Place, Positions, Source, Sources } from '../ports';

/** Up to where each log counts for a summary. The same vector gives the same summary. */
export interface Vector {
  readonly place: Place;
  /** When the newest record that counts was recorded. Null while a source cannot be asked: the vector is then what is settled here, and nothing says it is complete. */
  readonly asOf: Instant | null;
  readonly positions: Positions;
  /** When the newest record that counts of each source was recorded. */
  readonly recordedAt: { readonly [L in SourceLog]?: Instant };
  /** Events up to the vector that wait or failed. */
  readonly parked: number;
}

export interface VectorParts {
  readonly sources: Sources;
  readonly generations: Generations;
  readonly ownLog: Pick<EventLog, 'positionAt' | 'head'>;
  readonly ownRecords: Pick<OwnRecords, 'last'>;
}

/** The position of each source up to which it counts; a service that is expected to have told nothing is left out. */
type SourcePositions = ReadonlyMap<Source, number>;

/** The same as for a board that the caller may not know of. */
const unknownBoard = (board: string): Error =>
  notFound('unknown_board', { vi: `Không có ban quản lý "${board}"`, en: `There is no board "${board}"` });

function notSettled(
  settled: Instant | undefined,
  at: { readonly source: SourceLog; readonly wanted: number; readonly handled: number; readonly asOf: Instant },
): Error {
  return precondition('not_settled', {
    vi: `Số liệu mới tính đến ${settled ?? 'chưa có'} (vị trí ${at.handled.toString()} trên ${at.wanted.toString()}), hãy thử lại sau giây lát`,
    en: `Only settled up to ${settled ?? 'nothing'} (position ${at.handled.toString()} of ${at.wanted.toString()}), try again in a moment`,
    params: {
      ...(settled === undefined ? {} : { settled }),
      source: at.source,
      position: at.wanted,
      settledPosition: at.handled,
      as_of: at.asOf,
    },
  });
}

/** The same code as while events are on their way: ask again in a moment. */
const rulesChanging = (): Error =>
  precondition('not_settled', {
    vi: 'Số liệu đang được tính lại theo quy tắc mới, hãy thử lại sau giây lát',
    en: 'The figures are being made anew by new rules, try again in a moment',
  });

export const later = <T extends Date | Instant>(a: T | undefined, b: T | undefined): T | undefined => (a && b ? (a > b ? a : b) : (a ?? b));
export const latest = <T extends Date | Instant>(all: readonly (T | undefined)[]): T | undefined =>
  all.reduce<T | undefined>(later, undefined);

/**
 * Finds the positions that answer "as known at an instant", default the newest thing recorded in any of the logs.
 * @throws DomainError precondition `not_settled`, not_found `unknown_board`, invalid `instant_in_future`, unavailable when
 *   a source cannot be asked about an instant that is not settled here
 */
export function createVectorResolver({ sources, generations, ownLog, ownRecords }: VectorParts) {
  const [registry] = sources;
  // The scope is named: asking about a board must not make it known.
  const stateOf = ({ applier }: Source, { board, generation }: Place): Promise<InboxState> => applier.settled(board, scopeOf(generation));

  async function parkedUpTo({ applier }: Source, { board, generation }: Place, position: number): Promise<number> {
    const blocked = await applier.parked(board, scopeOf(generation));
    return blocked.reduce((count, { positions }) => count + positions.filter((one) => one <= position).length, 0);
  }

  /** Whether any event of the board has come from the source. */
  const hasTold = async (source: Source, place: Place): Promise<boolean> => {
    const { handled, highest, parked, deadLetters } = await stateOf(source, place);
    return handled + highest + parked + deadLetters > 0;
  };

  /**
   * Asks every source. From a service beside the registry that cannot be asked and has never told anything of the board,
   * nothing is expected: a board without fees does not need the fee service.
   */
  async function askAll<T>(place: Place, ask: (source: Source) => Promise<T>): Promise<Map<Source, T>> {
    const answers = await Promise.all(
      sources.map((source) =>
        ask(source).catch(async (error: unknown) => {
          if (source === registry || categoryOf(error) !== 'unavailable' || (await hasTold(source, place))) throw error;
          return undefined;
        }),
      ),
    );
    return new Map(sources.flatMap((source, index) => (answers[index] === undefined ? [] : [[source, answers[index]] as const])));
  }

  /** Everything recorded up to this instant is surely settled: what follows it may share its own instant. */
  async function settledInstant({ records }: Source, place: Place, handled: number): Promise<Instant | undefined> {
    const last = handled === 0 ? undefined : await records.last(place, handled);
    return last && instantFromDate(new Date(instantToDate(last.recordedAt).getTime() - 1));
  }

  async function lastOf(
    source: Source,
    place: Place,
    wanted: number,
    asOf: Instant | null,
  ): Promise<{ position: number; recordedAt: Instant } | undefined> {
    if (wanted === 0) return undefined;
    const { handled } = await stateOf(source, place);
    if (handled < wanted && asOf !== null)
      throw notSettled(await settledInstant(source, place, handled), { source: source.name, wanted, handled, asOf });
    if (source !== registry) return source.records.last(place, wanted);
    // Each of the registry's events is a record.
    const recordedAt = await source.records.recordedAt(place, wanted);
    return recordedAt && { position: wanted, recordedAt };
  }

  /** @param asOf null: what is settled here, so that nothing has to be waited for */
  async function positionsAt(
    place: Place,
    wanted: SourcePositions,
    { reporting, asOf }: { readonly reporting: number; readonly asOf: Instant | null },
  ): Promise<Pick<Vector, 'positions' | 'recordedAt'>> {
    const told = await Promise.all(
      [...wanted].map(async ([source, position]) => ({ source, last: await lastOf(source, place, position, asOf) })),
    );
    const fed = told.flatMap(({ source: { name }, last }) => (name === 'registry' || !last ? [] : [[name, last.position] as const]));
    return {
      positions: { registry: wanted.get(registry) ?? 0, reporting, ...Object.fromEntries(fed) },
      recordedAt: Object.fromEntries(told.flatMap(({ source, last }) => (last ? [[source.name, last.recordedAt]] : []))),
    };
  }

  const parkedAt = async (place: Place, wanted: SourcePositions): Promise<number> =>
    (
      await Promise.all(
        [...wanted].map(([source, position]) => (position === 0 ? Promise.resolve(0) : parkedUpTo(source, place, position))),
      )
    ).reduce((sum, n) => sum + n, 0);

  /**
   * The vector is told in its least form, the last records that count and when the latest of them was recorded, so that every
   * instant between two records gives one vector and therefore the same bytes.
   */
  async function vectorAt(place: Place, asOf: Instant, wanted: SourcePositions, reporting: number): Promise<Vector> {
    const own = await ownRecords.last(place.board, reporting);
    const { positions, recordedAt } = await positionsAt(place, wanted, { reporting: own?.position ?? 0, asOf });
    return {
      place,
      asOf: latest([...Object.values(recordedAt), own?.recordedAt]) ?? asOf,
      positions,
      recordedAt,
      parked: await parkedAt(place, wanted),
    };
  }

  /** The answer of our own records to an instant before the newest settled one; undefined for a later instant. */
  async function settledPositionAt(source: Source, place: Place, instant: Instant): Promise<number | undefined> {
    const { settled } = await stateOf(source, place);
    const newest = settled === 0 ? undefined : await source.records.last(place, settled);
    return newest !== undefined && newest.recordedAt > instant ? source.records.positionAt(place, settled, instant) : undefined;
  }

  async function unconfirmed(place: Place): Promise<Vector> {
    const own = await ownLog.head(place.board);
    const settled = await Promise.all(sources.map(async (source) => [source, (await stateOf(source, place)).settled] as const));
    const known = await positionsAt(place, new Map(settled), { reporting: own.position, asOf: null });
    const parked = await parkedAt(place, new Map(sources.map((source) => [source, Number.MAX_SAFE_INTEGER])));
    return { place, asOf: null, ...known, parked };
  }

  async function now(place: Place): Promise<Vector> {
    const { board } = place;
    const [heads, own] = await Promise.all([askAll(place, ({ log }) => log.head(board)), ownRecords.last(board)]);
    const newest = latest([...[...heads.values()].map(({ recordedAt }) => recordedAt), own && instantToDate(own.recordedAt)]);
    if (!newest) throw unknownBoard(board);
    const [wanted, reporting] = await Promise.all([
      askAll(place, ({ log }) => log.positionAt(board, newest)),
      ownLog.positionAt(board, newest),
    ]).catch((error: unknown) => {
      // One database's clock is a little behind the other's; it catches up.
      if (categoryOf(error) === 'invalid')
        throw notSettled(undefined, {
          ...{ source: 'registry', wanted: heads.get(registry)?.position ?? 0, handled: 0 },
          asOf: instantFromDate(newest),
        });
      throw error;
    });
    return vectorAt(place, instantFromDate(newest), wanted, reporting);
  }

  async function at(place: Place, asOf: Instant): Promise<Vector> {
    const { board } = place;
    const date = instantToDate(asOf);
    const reporting = await ownLog.positionAt(board, date);
    const wanted = await askAll(place, (source) =>
      source.log.positionAt(board, date).catch(async (error: unknown) => {
        if (categoryOf(error) !== 'unavailable') throw error;
        const known = await settledPositionAt(source, place, asOf);
        if (known === undefined) throw error;
        return known;
      }),
    );
    return vectorAt(place, asOf, wanted, reporting);
  }

  return {
    /** @param asOf undefined: the newest instant at which anything was recorded */
    async resolve(board: string, asOf: Instant | undefined): Promise<Vector> {
      const { generation, hasTheseRules } = await generations.inUse(board);
      if (!hasTheseRules) throw rulesChanging();
      const place = { board, generation };
      if (asOf !== undefined) return at(place, asOf);
      try {
        return await now(place);
      } catch (error) {
        if (categoryOf(error) === 'unavailable') return unconfirmed(place);
        throw error;
      }
    },
  };
}

export type VectorResolver = ReturnType<typeof createVectorResolver>;
