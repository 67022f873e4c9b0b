import type { BoardId } from '@kcn/kernel';
import { RULES_VERSION } from '../rules-version';
import type { Figure, FigureSet, SummaryFigure } from './figure';
import { filterFigures } from './filter-figures';

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

export interface RenderSummaryInput {
  readonly board: BoardId | string;
  readonly set: FigureSet;
  /** What else the summary states about itself (as_of, positions, parked …); must follow from the same vector. */
  readonly meta: Readonly<Record<string, JsonValue>>;
  /** Only the figures of this breakdown; all when absent. */
  readonly breakdown?: string;
}

/** Keys sorted at every level, so that equal content gives equal bytes. */
function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value as Record<string, JsonValue>)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, sorted(part)]),
  );
}

/** The eight printed fields in their order, without the detail. */
export const printedFigure = ({ indicator, breakdown, unit, value, plan, pct_plan, last_year, yoy }: SummaryFigure): SummaryFigure => ({
  indicator,
  breakdown,
  unit,
  value,
  plan,
  pct_plan,
  last_year,
  yoy,
});

const name = ({ indicator, breakdown, unit }: Figure): Record<string, string> => ({ indicator, breakdown, unit });

/** Typed values beside figures from records, and how exact the typed figures are. */
function notesOf(figures: readonly Figure[]): Record<string, JsonValue> {
  return {
    stated: figures.flatMap((f) => (f.detail.stated ? [{ ...name(f), stated: { ...f.detail.stated } }] : [])),
    qualified: figures.flatMap((f) =>
      f.detail.qualifier !== undefined && f.detail.qualifier !== 'exact' ? [{ ...name(f), qualifier: f.detail.qualifier }] : [],
    ),
  };
}

/**
 * A summary as bytes, UTF-8 JSON: board, period, window and figures as the import formats define them, and one key more,
 * `meta`. The same input gives the same bytes.
 */
export function renderSummary({ board, set, meta, breakdown }: RenderSummaryInput): Uint8Array {
  const figures = filterFigures(set.figures, breakdown);
  const flags = filterFigures(set.flags, breakdown).map((flag) => ({ ...flag }));
  const document = {
    board,
    period: set.period,
    window: { from: set.window.from, to: set.window.to },
    figures: figures.map(printedFigure),
    meta: sorted({ ...meta, calendar: set.calendar, rules_version: RULES_VERSION, flags, ...notesOf(figures) }),
  };
  return new TextEncoder().encode(`${JSON.stringify(document, null, 1)}\n`);
}
