import type { Criteria } from '../criteria/criteria';
import { findFraction, formatFraction } from '@kcn/kernel/fraction';
import type { Figure, FigureTable, MemberFigures } from '../figures/member-figures';
import { figureKey as tableKey } from '../figures/member-figures';
import type { SheetFigure } from './sheet';

interface CatalogueEntry {
  readonly indicator: string;
  readonly breakdown: string;
  readonly unit: string;
}

/** Every indicator × breakdown of the criteria's catalogue, in its order: what a sheet has to hold and a score asks for. */
export const catalogueEntries = (criteria: Criteria): readonly CatalogueEntry[] =>
  criteria.indicators.flatMap(({ code, units }) => [...units].map(([breakdown, unit]) => ({ indicator: code, breakdown, unit })));

/** A member's figures as its sheet holds them. A figure in another unit than the catalogue's is a missing one. */
export function toSheetFigures(
  criteria: Criteria,
  figures: MemberFigures,
  summarySha256Of: (indicator: string, breakdown: string) => string | null,
): readonly SheetFigure[] {
  return catalogueEntries(criteria).map(({ indicator, breakdown, unit }) => {
    const read = (table: FigureTable): string | null => {
      const figure = table.get(tableKey(indicator, breakdown));
      return figure?.unit === unit ? formatFraction(figure.value) : null;
    };
    return {
      indicator,
      breakdown,
      unit,
      actual: read(figures.actual),
      lastYear: read(figures.lastYear),
      yearPlan: read(figures.yearPlan),
      summarySha256: summarySha256Of(indicator, breakdown),
    };
  });
}

/** The figures of a sheet as the score takes them: those in the catalogue's unit. */
export function fromSheetFigures(criteria: Criteria, figures: readonly SheetFigure[]): MemberFigures {
  const units = new Map(catalogueEntries(criteria).map(({ indicator, breakdown, unit }) => [tableKey(indicator, breakdown), unit]));
  const table = (part: 'actual' | 'lastYear' | 'yearPlan'): FigureTable =>
    new Map(
      figures.flatMap((figure): (readonly [string, Figure])[] => {
        const key = tableKey(figure.indicator, figure.breakdown);
        const value = findFraction(figure[part] ?? '');
        return value && units.get(key) === figure.unit ? [[key, { value, unit: figure.unit }]] : [];
      }),
    );
  return { actual: table('actual'), lastYear: table('lastYear'), yearPlan: table('yearPlan') };
}
