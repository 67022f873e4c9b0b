import { invalid } from '@kcn/kernel';
import { parseBreakdowns } from './breakdown';
import { BUILT_IN_ROWS } from './built-in-rows';
import type { CatalogueRow } from './catalogue-row';
import { FED_LOGS } from '../source-log';
import { FED_ROWS } from './fed-rows';
import type { Indicator, IndicatorKind, IndicatorSource } from './indicator';

export type { CatalogueRow } from './catalogue-row';

export interface Catalogue {
  /** Built-in indicators first, in their order, then the board's own. */
  readonly all: readonly Indicator[];
  find(code: string): Indicator | undefined;
}

const CODE = /^[A-Z][A-Z0-9]*(\.[A-Z0-9]+)+$/;
const KINDS: Readonly<Record<string, { kind: IndicatorKind; distinct: boolean }>> = {
  flow: { kind: 'flow', distinct: false },
  'flow (distinct)': { kind: 'flow', distinct: true },
  stock: { kind: 'stock', distinct: false },
  ratio: { kind: 'ratio', distinct: false },
};

const SOURCES: readonly IndicatorSource[] = ['records', ...FED_LOGS];
const sourceOf = (text: string): IndicatorSource => SOURCES.find((source) => source === text) ?? 'typed';

/** @throws DomainError invalid `bad_code`, `bad_catalogue_kind`, `bad_unit`, `bad_breakdowns` */
function parseRow(row: CatalogueRow): Indicator {
  if (!CODE.test(row.code))
    throw invalid('bad_code', {
      vi: `"${row.code}" không phải là mã chỉ tiêu (ví dụ TTHC.RES)`,
      en: `"${row.code}" is not an indicator code (such as TTHC.RES)`,
    });
  const kind = KINDS[row.kind];
  if (!kind)
    throw invalid('bad_catalogue_kind', {
      vi: `"${row.kind}" không phải là một loại chỉ tiêu (flow, flow (distinct), stock, ratio)`,
      en: `"${row.kind}" is not a kind of indicator (flow, flow (distinct), stock, ratio)`,
    });
  if (row.unit.trim() === '') throw invalid('bad_unit', { vi: 'Thiếu đơn vị tính', en: 'The unit is missing' });
  return {
    code: row.code,
    nameVi: row.nameVi,
    nameEn: row.nameEn,
    unit: row.unit,
    ...kind,
    source: sourceOf(row.source),
    breakdowns: parseBreakdowns(row.breakdowns),
  };
}

const catalogueOf = (all: readonly Indicator[]): Catalogue => {
  const byCode = new Map(all.map((indicator) => [indicator.code, indicator]));
  return { all, find: (code) => byCode.get(code) };
};

let builtIn: Catalogue | undefined;

/** The catalogue that every board has. */
export function builtInCatalogue(): Catalogue {
  builtIn ??= catalogueOf([...BUILT_IN_ROWS, ...FED_ROWS].map(parseRow));
  return builtIn;
}

const isSameRow = (known: CatalogueRow, row: CatalogueRow): boolean =>
  (Object.keys(known) as (keyof CatalogueRow)[]).every((field) => known[field] === row[field]);

/** What another service tells of a code stays told, under the board's own name for it. */
function ownIndicator(row: CatalogueRow): Indicator {
  const own = parseRow(row);
  const told = builtInCatalogue().find(row.code);
  return told ? { ...own, source: told.source, breakdowns: [...new Set([...told.breakdowns, ...own.breakdowns])] } : own;
}

/**
 * Whether a row of a catalogue file only repeats a built-in one or adds an indicator of the board's own.
 * @throws DomainError invalid `catalogue_code_built_in` when it changes a built-in indicator, `catalogue_source_not_typed`
 *   when an added one claims to come from records, and what `parseRow` refuses
 */
export function judgeCatalogueRow(row: CatalogueRow): 'built_in' | 'addition' {
  const indicator = parseRow(row);
  const known = BUILT_IN_ROWS.find((r) => r.code === row.code);
  if (known && isSameRow(known, row)) return 'built_in';
  if (FED_ROWS.some((fed) => isSameRow(fed, row))) return 'built_in';
  if (known) {
    throw invalid('catalogue_code_built_in', {
      vi: `Chỉ tiêu ${row.code} có sẵn trong danh mục chung, không sửa được`,
      en: `Indicator ${row.code} belongs to the built-in catalogue and cannot be changed`,
    });
  }
  if (row.source !== 'typed') {
    throw invalid('catalogue_source_not_typed', {
      vi: `Chỉ tiêu bổ sung ${indicator.code} chỉ có thể là số nhập tay (typed)`,
      en: `The added indicator ${indicator.code} can only be typed`,
    });
  }
  return 'addition';
}

/** The built-in catalogue and the indicators that a board's own catalogue files add; the last row of a code counts. */
export function catalogueWith(additions: readonly CatalogueRow[]): Catalogue {
  const own = new Map<string, Indicator>();
  for (const row of additions) if (judgeCatalogueRow(row) === 'addition') own.set(row.code, ownIndicator(row));
  if (own.size === 0) return builtInCatalogue();
  return catalogueOf([...builtInCatalogue().all.filter(({ code }) => !own.has(code)), ...own.values()]);
}

/** @throws DomainError invalid `unknown_indicator` */
export function getIndicator(catalogue: Catalogue, code: string): Indicator {
  const found = catalogue.find(code);
  if (!found)
    throw invalid('unknown_indicator', {
      vi: `Không có chỉ tiêu "${code}" trong danh mục`,
      en: `No catalogue has the indicator "${code}"`,
      params: { indicator: code },
    });
  return found;
}
