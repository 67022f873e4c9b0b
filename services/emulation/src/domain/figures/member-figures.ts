import type { Fraction } from '@kcn/kernel/fraction';

/** A value with its measure unit: a figure in another unit is another figure, never converted in silence. */
export interface Figure {
  readonly value: Fraction;
  readonly unit: string;
}

/** Figures by `figureKey`. */
export type FigureTable = ReadonlyMap<string, Figure>;

/** One member's figures for the scored period. */
export interface MemberFigures {
  readonly actual: FigureTable;
  /** The same period of last year. */
  readonly lastYear: FigureTable;
  /** The plan of the whole year. */
  readonly yearPlan: FigureTable;
}

export const figureKey = (indicator: string, breakdown: string): string => `${indicator}|${breakdown}`;

export interface WantedFigure {
  readonly indicator: string;
  readonly breakdown: string;
  readonly unit: string;
}

/** The value of exactly this indicator, breakdown and unit; a total is never made from its parts. */
export function findFigure(table: FigureTable, { indicator, breakdown, unit }: WantedFigure): Fraction | undefined {
  const figure = table.get(figureKey(indicator, breakdown));
  return figure?.unit === unit ? figure.value : undefined;
}
