import { units as unitNames } from '@kcn/contracts';
import type { Period, PlainDate, ReportCalendar } from '@kcn/kernel';
import { findPlainDate, lastYearOf, yearOf, yearOfPeriod } from '@kcn/kernel';
import { computeFigures } from '../../domain/figures/compute-figures';
import type { FigureSet, RecordsWindow } from '../../domain/figures/figure';
import type { JsonValue } from '../../domain/figures/render-summary';
import { renderSummary } from '../../domain/figures/render-summary';
import { catalogueWith } from '../../domain/indicators/catalogue';
import type { Catalogue } from '../../domain/indicators/catalogue';
import { RULES_VERSION } from '../../domain/rules-version';
import { FED_LOGS } from '../../domain/source-log';
import type { FedLog } from '../../domain/source-log';
import type { OwnRecords, RecordReads } from '../ports';
import { openFigures } from './open-figures';
import type { ViewsByLog } from './open-figures';
import { createRecentlyUsed } from './recently-used';
import { latest } from './resolve-vector';
import type { Vector } from './resolve-vector';

export interface SummaryParts {
  readonly views: ViewsByLog;
  readonly ownRecords: OwnRecords;
  /** Of the registry. */
  readonly records: RecordReads;
}

/** What a summary is about. */
export interface SummaryName {
  readonly period: Period;
  readonly calendar: ReportCalendar;
}

/** Figure sets kept; each is some hundred kilobytes. */
const KEPT = 64;

const day = (text: string): PlainDate | undefined => findPlainDate(text);

/** Computes summaries; what was computed for a vector is kept, as it cannot change. */
export function createSummaries({ views, ownRecords, records }: SummaryParts) {
  const kept = createRecentlyUsed<Promise<FigureSet>>(KEPT);
  const shown = createRecentlyUsed<ReturnType<OwnRecords['lastShown']>>(KEPT);

  const firstDays = createRecentlyUsed<Promise<ReadonlyMap<FedLog, PlainDate>>>(KEPT);

  async function readFirstDays(vector: Vector): Promise<ReadonlyMap<FedLog, PlainDate>> {
    const view = openFigures(views, vector);
    return view.fedFrom().finally(() => view.close());
  }

  /** A service whose first fact lies after the year can show nothing of it (see computeFigures), so it does not count. */
  async function withoutLaterYears(vector: Vector, year: number): Promise<Pick<Vector, 'positions' | 'recordedAt'>> {
    const { place, positions, recordedAt } = vector;
    if (FED_LOGS.every((log) => positions[log] === undefined)) return { positions, recordedAt };
    const fed = FED_LOGS.map((log) => positions[log] ?? 0);
    const read = (): Promise<ReadonlyMap<FedLog, PlainDate>> => readFirstDays(vector);
    const first = await (vector.parked > 0 ? read() : firstDays.get(JSON.stringify([place.board, place.generation, fed]), read));
    const counts = ([log]: readonly [string, unknown]): boolean => {
      const fedLog = FED_LOGS.find((one) => one === log);
      const day = fedLog && first.get(fedLog);
      return fedLog === undefined || (day !== undefined && yearOf(day) <= year);
    };
    return {
      positions: Object.fromEntries(Object.entries(positions).filter(counts)) as Vector['positions'],
      recordedAt: Object.fromEntries(Object.entries(recordedAt).filter(counts)),
    };
  }

  /**
   * The vector as this summary states it: of reporting's own records only those that it can show, so that values of other years
   * change nothing of it, not even since when it is known.
   */
  async function narrow(vector: Vector, { period }: SummaryName): Promise<Vector> {
    const { place, positions } = vector;
    const own = await shown.get([place.board, positions.reporting, period].join('|'), () =>
      ownRecords.lastShown(place.board, { periods: [period, lastYearOf(period)], year: yearOfPeriod(period) }, positions.reporting),
    );
    const { positions: counted, recordedAt } = await withoutLaterYears(vector, yearOfPeriod(period));
    return {
      ...vector,
      asOf: vector.asOf === null ? null : (latest([...Object.values(recordedAt), own?.recordedAt]) ?? vector.asOf),
      positions: { ...counted, reporting: own?.position ?? 0 },
      recordedAt,
    };
  }

  async function recordsWindowOf({ place, positions }: Vector): Promise<RecordsWindow> {
    const board = (await records.versionsOfUnit(place, unitNames.board(), BigInt(positions.registry))).at(-1);
    if (board?.kind !== 'board' || board.content === null) return {};
    const [from, to] = [day(board.content.recordsFrom), day(board.content.recordsTo)];
    return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  }

  const catalogueOf = async ({ place, positions }: Vector): Promise<Catalogue> =>
    catalogueWith(await ownRecords.catalogueRows(place.board, positions.reporting));

  async function compute(vector: Vector, { period, calendar }: SummaryName): Promise<FigureSet> {
    const { place, positions } = vector;
    const view = openFigures(views, vector);
    try {
      const [catalogue, recordsWindow, fedFrom, typedValues, planTargets] = await Promise.all([
        catalogueOf(vector),
        recordsWindowOf(vector),
        view.fedFrom(),
        ownRecords.typedValues(place.board, [period, lastYearOf(period)], positions.reporting),
        ownRecords.planTargets(place.board, yearOfPeriod(period), positions.reporting),
      ]);
      return await computeFigures({ catalogue, period, calendar, reader: view.reader, recordsWindow, fedFrom, typedValues, planTargets });
    } finally {
      await view.close();
    }
  }

  function figures(vector: Vector, name: SummaryName): Promise<FigureSet> {
    // While events are parked the vector does not say all: releasing one changes what is up to it.
    if (vector.parked > 0) return compute(vector, name);
    const { place, positions } = vector;
    const id = JSON.stringify([place.board, place.generation, Object.entries(positions).sort(), name.period, name.calendar]);
    return kept.get(id, () => compute(vector, name));
  }

  return {
    figures,
    catalogueOf,
    narrow,
    /** The summary as bytes; the same vector, rules and question give the same bytes. */
    async render(wide: Vector, name: SummaryName, { breakdown }: { readonly breakdown?: string | undefined } = {}): Promise<Uint8Array> {
      const vector = await narrow(wide, name);
      const set = await figures(vector, name);
      const meta: Record<string, JsonValue> = {
        as_of: vector.asOf,
        positions: { ...vector.positions },
        parked: vector.parked,
        ...(vector.asOf === null ? { unconfirmed: true } : {}),
      };
      return renderSummary({ board: vector.place.board, set, meta, ...(breakdown === undefined ? {} : { breakdown }) });
    },
    rulesVersion: RULES_VERSION,
  };
}

export type Summaries = ReturnType<typeof createSummaries>;
