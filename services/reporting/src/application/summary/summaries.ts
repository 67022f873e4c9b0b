import { units as unitNames } from '@kcn/contracts';
import type { Period, PlainDate, ReportCalendar } from '@kcn/kernel';
import { findPlainDate, lastYearOf, yearOfPeriod } from '@kcn/kernel';
import { computeFigures } from '../../domain/figures/compute-figures';
import type { FigureSet, RecordsWindow } from '../../domain/figures/figure';
import type { JsonValue } from '../../domain/figures/render-summary';
import { renderSummary } from '../../domain/figures/render-summary';
import { catalogueWith } from '../../domain/indicators/catalogue';
import type { Catalogue } from '../../domain/indicators/catalogue';
import { RULES_VERSION } from '../../domain/rules-version';
import type { FigureViews, OwnRecords, RecordReads } from '../ports';
import { createRecentlyUsed } from './recently-used';
import type { Vector } from './resolve-vector';

export interface SummaryParts {
  readonly views: FigureViews;
  readonly ownRecords: OwnRecords;
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
    const view = views.open(place, BigInt(positions.registry));
    try {
      const [catalogue, recordsWindow, typedValues, planTargets] = await Promise.all([
        catalogueOf(vector),
        recordsWindowOf(vector),
        ownRecords.typedValues(place.board, [period, lastYearOf(period)], positions.reporting),
        ownRecords.planTargets(place.board, yearOfPeriod(period), positions.reporting),
      ]);
      return await computeFigures({ catalogue, period, calendar, reader: view.reader, recordsWindow, typedValues, planTargets });
    } finally {
      await view.close();
    }
  }

  function figures(vector: Vector, name: SummaryName): Promise<FigureSet> {
    // While events are parked the vector does not say all: releasing one changes what is up to it.
    if (vector.parked > 0) return compute(vector, name);
    const { place, positions } = vector;
    const id = [place.board, place.generation, positions.registry, positions.reporting, name.period, name.calendar].join('|');
    return kept.get(id, () => compute(vector, name));
  }

  return {
    figures,
    catalogueOf,
    /** The summary as bytes; the same vector, rules and question give the same bytes. */
    async render(vector: Vector, name: SummaryName, { breakdown }: { readonly breakdown?: string | undefined } = {}): Promise<Uint8Array> {
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
