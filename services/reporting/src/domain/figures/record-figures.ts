import type { Window } from '@kcn/kernel';
import { formatMeasure } from '@kcn/kernel';
import { REPORT_IN_TIME } from '../facts/mapping';
import { allowsBreakdown, parseBreakdown } from '../indicators/breakdown';
import { WITHOUT_TOTAL } from '../indicators/fed-rows';
import { builtInCatalogue } from '../indicators/catalogue';
import { formulaOf, isReadAtCutOff, termsOf } from '../indicators/formulas';
import type { Formula, Term } from '../indicators/formulas';
import { CURRENCY_OF_CAPITAL, UNIT_BY_CAPITAL } from '../indicators/indicator';
import type { Indicator, IndicatorSource } from '../indicators/indicator';
import type { Operand } from './figure';
import type { FigureReader } from './figure-reader';
import { PERCENT, percentQuantity, quantityOfParts } from './quantity';
import type { Quantity } from './quantity';
import { readTerms } from './read-terms';
import type { TermsRead } from './read-terms';

/** A figure of one window before it is compared with anything. */
export interface Evaluated {
  readonly indicator: string;
  readonly breakdown: string;
  readonly unit: string;
  /** undefined: "–", a ratio without a divisor, or rows of which none could be converted. */
  readonly quantity?: Quantity;
  readonly origin: 'records' | 'typed';
  readonly n: number;
  readonly missing: number;
  readonly numerator?: Operand;
  readonly denominator?: Operand;
  readonly qualifier?: string;
}

/** The unit in which a measure counts under a breakdown; undefined where the capital kinds have different ones. */
export function unitOfMeasure({ measure, reading }: Term, breakdown: string): string | undefined {
  if (reading === 'distinct') return 'project';
  if (measure === REPORT_IN_TIME.measure) return REPORT_IN_TIME.unit;
  const unit = builtInCatalogue().find(measure)?.unit;
  if (unit !== UNIT_BY_CAPITAL) return unit;
  const { capital } = parseBreakdown(breakdown);
  return capital && CURRENCY_OF_CAPITAL[capital];
}

interface TermSum {
  readonly unit: string;
  readonly sum: bigint;
  readonly n: number;
  readonly missing: number;
}

function sumOf(terms: readonly Term[], breakdown: string, read: TermsRead): TermSum | undefined {
  let total: TermSum | undefined;
  for (const term of terms) {
    const unit = unitOfMeasure(term, breakdown);
    if (unit === undefined) return undefined;
    const cell = read(term).find(breakdown, unit);
    const was = total ?? { unit, sum: 0n, n: 0, missing: 0 };
    total = {
      unit: was.unit,
      sum: was.sum + BigInt(term.sign) * (cell?.sum ?? 0n),
      n: was.n + (cell?.n ?? 0),
      missing: was.missing + (cell?.missing ?? 0),
    };
  }
  return total;
}

function evaluate(indicator: Indicator, formula: Formula, breakdown: string, read: TermsRead): Evaluated | undefined {
  const name = { indicator: indicator.code, breakdown, origin: 'records' as const };
  if (formula.kind === 'sum') {
    const total = sumOf(formula.terms, breakdown, read);
    if (!total || (total.n <= 0 && total.missing <= 0)) return undefined;
    const { unit, sum, n, missing } = total;
    return { ...name, unit, n, missing, ...(n > 0 ? { quantity: quantityOfParts(sum, unit) } : {}) };
  }
  const numerator = sumOf([formula.numerator], breakdown, read);
  const denominator = sumOf([formula.denominator], breakdown, read);
  if (!numerator || !denominator || (numerator.n <= 0 && denominator.n <= 0)) return undefined;
  const quantity = percentQuantity(numerator.sum, denominator.sum);
  const operand = ({ sum, unit }: TermSum): Operand => ({ value: formatMeasure(sum, unit), unit });
  return {
    ...name,
    unit: PERCENT,
    n: numerator.n + denominator.n,
    missing: 0,
    ...(quantity ? { quantity } : {}),
    numerator: operand(numerator),
    denominator: operand(denominator),
  };
}

/** Which windows board.json's days hold: a whole one, or only its last day. */
export interface RecordDays {
  holdsWindow(window: Window): boolean;
  holdsCutOff(window: Window): boolean;
}

/** @returns the days that the indicators of a source are computed for; undefined for none */
export type DaysOfSource = (source: IndicatorSource) => RecordDays | undefined;

/** Whether the figures of an indicator and window come from records. */
export function comesFromRecords(indicator: Indicator, window: Window, daysOf: DaysOfSource): boolean {
  const days = daysOf(indicator.source);
  const formula = days && formulaOf(indicator.code);
  return days !== undefined && formula !== undefined && (isReadAtCutOff(formula) ? days.holdsCutOff(window) : days.holdsWindow(window));
}

const hasRow = (indicator: Indicator, breakdown: string): boolean =>
  allowsBreakdown(indicator, breakdown) && !(breakdown === '' && WITHOUT_TOTAL.has(indicator.code));

/** All figures of the window that come from records; rows of which nothing but missing rates is known have no quantity. */
export async function evaluateRecords(indicators: readonly Indicator[], reader: FigureReader, window: Window): Promise<Evaluated[]> {
  const formulas = indicators.flatMap((indicator) => {
    const formula = formulaOf(indicator.code);
    return formula ? [{ indicator, formula }] : [];
  });
  if (formulas.length === 0) return [];
  const read = await readTerms(
    reader,
    formulas.flatMap(({ formula }) => termsOf(formula)),
    window,
  );
  return formulas.flatMap(({ indicator, formula }) => {
    const breakdowns = new Set(termsOf(formula).flatMap((term) => read(term).cells.map((cell) => cell.breakdown)));
    return [...breakdowns].flatMap((breakdown) => {
      const figure = hasRow(indicator, breakdown) ? evaluate(indicator, formula, breakdown, read) : undefined;
      return figure ? [figure] : [];
    });
  });
}
