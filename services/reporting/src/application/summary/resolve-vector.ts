import { categoryOf, instantFromDate, instantToDate, notFound, precondition } from '@kcn/kernel';
import type { Instant } from '@kcn/kernel';
import type { Applier, EventLog, InboxState } from '@kcn/messaging';
import { scopeOf } from '../ports';
import type { Generations, OwnRecords, Place, RecordReads, RegistryLog } from '../ports';

/** Up to where each log counts for a summary. The same vector gives the same summary. */
export interface Vector {
  readonly place: Place;
  /** When the newest record that counts was recorded. Null while the registry cannot be asked: the vector is then what is settled here, and nothing says it is complete. */
  readonly asOf: Instant | null;
  readonly positions: { readonly registry: number; readonly reporting: number };
  /** Events up to the vector that wait or failed. */
  readonly parked: number;
}

export interface VectorParts {
  readonly applier: Pick<Applier, 'settled' | 'parked'>;
  readonly generations: Generations;
  readonly registryLog: RegistryLog;
  readonly ownLog: Pick<EventLog, 'positionAt' | 'head'>;
  readonly ownRecords: Pick<OwnRecords, 'last'>;
  readonly records: RecordReads;
}

/** The same as for a board that the caller may not know of. */
const unknownBoard = (board: string): Error =>
  notFound('unknown_board', { vi: `Không có ban quản lý "${board}"`, en: `There is no board "${board}"` });

function notSettled(settled: Instant | undefined, positions: { readonly wanted: number; readonly handled: number }): Error {
  return precondition('not_settled', {
    vi: `Số liệu mới tính đến ${settled ?? 'chưa có'} (vị trí ${positions.handled.toString()} trên ${positions.wanted.toString()}), hãy thử lại sau giây lát`,
    en: `Only settled up to ${settled ?? 'nothing'} (position ${positions.handled.toString()} of ${positions.wanted.toString()}), try again in a moment`,
    params: { ...(settled === undefined ? {} : { settled }), position: positions.wanted, settledPosition: positions.handled },
  });
}

/** The same code as while events are on their way: ask again in a moment. */
const rulesChanging = (): Error =>
  precondition('not_settled', {
    vi: 'Số liệu đang được tính lại theo quy tắc mới, hãy thử lại sau giây lát',
    en: 'The figures are being made anew by new rules, try again in a moment',
  });

const later = <T extends Date | Instant>(a: T | undefined, b: T | undefined): T | undefined => (a && b ? (a > b ? a : b) : (a ?? b));

/**
 * Finds the positions that answer "as known at an instant", default the newest thing recorded in either log.
 * @throws DomainError precondition `not_settled`, not_found `unknown_board`, invalid `instant_in_future`, unavailable when
 *   the registry cannot be asked about an instant that is not settled here
 */
export function createVectorResolver({ applier, generations, registryLog, ownLog, ownRecords, records }: VectorParts) {
  // The scope is named: asking about a board must not make it known.
  const stateOf = ({ board, generation }: Place): Promise<InboxState> => applier.settled(board, scopeOf(generation));

  async function parkedUpTo({ board, generation }: Place, position: number): Promise<number> {
    const blocked = await applier.parked(board, scopeOf(generation));
    return blocked.reduce((count, { positions }) => count + positions.filter((one) => one <= position).length, 0);
  }

  /** Everything recorded up to this instant is surely settled: what follows it may share its own instant. */
  async function settledInstant(place: Place, handled: number): Promise<Instant | undefined> {
    const last = handled === 0 ? undefined : await records.recordedAt(place, handled);
    return last && instantFromDate(new Date(instantToDate(last).getTime() - 1));
  }

  /**
   * The vector is told in its least form, the last records that count and when the later of them was recorded, so that every
   * instant between two records gives one vector and therefore the same bytes.
   */
  async function vectorAt(place: Place, asOf: Instant, registry: number, reporting: number): Promise<Vector> {
    const { handled } = await stateOf(place);
    if (handled < registry) throw notSettled(await settledInstant(place, handled), { wanted: registry, handled });
    const [ofRegistry, own, parked] = await Promise.all([
      registry === 0 ? undefined : records.recordedAt(place, registry),
      ownRecords.last(place.board, reporting),
      parkedUpTo(place, registry),
    ]);
    return {
      place,
      asOf: later(ofRegistry, own?.recordedAt) ?? asOf,
      positions: { registry, reporting: own?.position ?? 0 },
      parked,
    };
  }

  /** The answer of our own records to an instant before the newest settled one; undefined for a later instant. */
  async function settledPositionAt(place: Place, instant: Instant): Promise<number | undefined> {
    const { settled } = await stateOf(place);
    const newest = settled === 0 ? undefined : await records.recordedAt(place, settled);
    return newest !== undefined && newest > instant ? records.positionAt(place, settled, instant) : undefined;
  }

  async function unconfirmed(place: Place): Promise<Vector> {
    const [{ settled }, own] = await Promise.all([stateOf(place), ownLog.head(place.board)]);
    return {
      place,
      asOf: null,
      positions: { registry: settled, reporting: own.position },
      parked: await parkedUpTo(place, Number.MAX_SAFE_INTEGER),
    };
  }

  async function now(place: Place): Promise<Vector> {
    const { board } = place;
    const [head, own] = await Promise.all([registryLog.head(board), ownRecords.last(board)]);
    const newest = later(head.recordedAt, own && instantToDate(own.recordedAt));
    if (!newest) throw unknownBoard(board);
    const [registry, reporting] = await Promise.all([registryLog.positionAt(board, newest), ownLog.positionAt(board, newest)]).catch(
      (error: unknown) => {
        // One database's clock is a little behind the other's; it catches up.
        if (categoryOf(error) === 'invalid') throw notSettled(undefined, { wanted: head.position, handled: 0 });
        throw error;
      },
    );
    return vectorAt(place, instantFromDate(newest), registry, reporting);
  }

  async function at(place: Place, asOf: Instant): Promise<Vector> {
    const { board } = place;
    const date = instantToDate(asOf);
    const reporting = await ownLog.positionAt(board, date);
    const registry = await registryLog.positionAt(board, date).catch(async (error: unknown) => {
      if (categoryOf(error) !== 'unavailable') throw error;
      const known = await settledPositionAt(place, asOf);
      if (known === undefined) throw error;
      return known;
    });
    return vectorAt(place, asOf, registry, reporting);
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
