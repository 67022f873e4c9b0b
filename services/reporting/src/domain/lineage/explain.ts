import { windowOf } from '@kcn/kernel';
import type { Period, PlainDate, ReportCalendar, Window } from '@kcn/kernel';
import { parseBreakdown, parseTopic } from '../indicators/breakdown';
import { getIndicator } from '../indicators/catalogue';
import type { Catalogue } from '../indicators/catalogue';
import { formulaOf, OPERATING_PARKS } from '../indicators/formulas';
import type { Term } from '../indicators/formulas';
import { unitOfMeasure } from '../figures/record-figures';
import { quarterEndsIn, wholeQuartersWindow, yearWindowOf } from '../figures/window-parts';

/** Which facts stand behind a figure (or one side of a ratio): select them by these and add `value` × `sign`. */
export interface FactQuery {
  readonly measure: string;
  readonly measureUnit: string;
  /** `distinct`: units with a positive sum of values count once each. */
  readonly reading: 'flow' | 'distinct' | 'stock';
  /** Facts dated inside it, for `flow` and `distinct`. */
  readonly window?: Window;
  /** Facts dated on or before it, for `stock`. */
  readonly cutOff?: PlainDate;
  readonly capital?: 'FDI' | 'DDI';
  readonly park?: string;
  readonly topic?: string;
  /** Only facts of parks where the stock of this measure is above zero at the cut-off. */
  readonly parksWith?: string;
  readonly sign: 1 | -1;
}

export type Explanation =
  /** The figure is the typed value of exactly this indicator, breakdown and period. */
  | { readonly kind: 'typed'; readonly formula: string }
  | { readonly kind: 'sum'; readonly formula: string; readonly terms: readonly FactQuery[] }
  | {
      readonly kind: 'ratio';
      readonly formula: string;
      readonly numerator: readonly FactQuery[];
      readonly denominator: readonly FactQuery[];
    };

export interface ExplainInput {
  readonly catalogue: Catalogue;
  readonly indicator: string;
  readonly breakdown: string;
  readonly period: Period;
  readonly calendar: ReportCalendar;
}

function queriesOf(term: Term, breakdown: string, window: Window): FactQuery[] {
  const { capital, park: onlyPark, topic: both } = parseBreakdown(breakdown);
  const { topic, park = onlyPark } = both === undefined ? { topic: both } : parseTopic(both);
  const measureUnit = unitOfMeasure(term, breakdown);
  if (measureUnit === undefined) return [];
  const facts = {
    measure: term.measure,
    measureUnit: term.reading === 'distinct' ? 'turn' : measureUnit,
    ...(capital === undefined ? {} : { capital }),
    ...(park === undefined ? {} : { park }),
    ...(topic === undefined ? {} : { topic }),
    ...(term.operatingParksOnly ? { parksWith: OPERATING_PARKS } : {}),
    sign: term.sign,
  };
  switch (term.reading) {
    case 'flow':
      return [{ ...facts, reading: 'flow', window }];
    case 'quarterly': {
      const quarters = wholeQuartersWindow(window);
      return quarters ? [{ ...facts, reading: 'flow', window: quarters }] : [];
    }
    case 'year':
      return [{ ...facts, reading: 'flow', window: yearWindowOf(window) }];
    case 'distinct':
      return [{ ...facts, reading: 'distinct', window }];
    case 'stock':
      return [{ ...facts, reading: 'stock', cutOff: window.to }];
    case 'quarter-ends':
      return quarterEndsIn(window).map((cutOff) => ({ ...facts, reading: 'stock', cutOff }));
  }
}

const NOTES: Readonly<Record<Term['reading'], string>> = {
  flow: '',
  quarterly: '',
  distinct: ' (distinct projects)',
  stock: '',
  year: ' (of the year)',
  'quarter-ends': ' (sum over the ends of the quarters)',
};
const termText = (term: Term): string => `${term.measure}${NOTES[term.reading]}${term.operatingParksOnly ? ' (operating parks)' : ''}`;

/**
 * What a figure from records is made of, by the same formulas that compute it. Whether it does come from records is the
 * figure's own detail (`origin`): outside the board's record days it is the typed value.
 * @throws DomainError invalid `unknown_indicator`
 */
export function explain({ catalogue, indicator, breakdown, period, calendar }: ExplainInput): Explanation {
  const { code } = getIndicator(catalogue, indicator);
  const formula = formulaOf(code);
  const window = windowOf(period, calendar);
  if (!formula) return { kind: 'typed', formula: code };
  if (formula.kind === 'sum') {
    const text = formula.terms
      .map((term, i) => `${term.sign < 0 ? (i === 0 ? '-' : ' - ') : i === 0 ? '' : ' + '}${termText(term)}`)
      .join('');
    return { kind: 'sum', formula: text, terms: formula.terms.flatMap((term) => queriesOf(term, breakdown, window)) };
  }
  const { numerator, denominator } = formula;
  return {
    kind: 'ratio',
    formula: `${termText(numerator)} ÷ ${termText(denominator)} × 100`,
    numerator: queriesOf(numerator, breakdown, window),
    denominator: queriesOf(denominator, breakdown, window),
  };
}
