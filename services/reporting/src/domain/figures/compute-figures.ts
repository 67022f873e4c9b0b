import { dateOf, lastYearOf, windowOf, yearOf, yearOfPeriod } from '@kcn/kernel';
import type { Period, PlainDate, ReportCalendar, Window } from '@kcn/kernel';
import type { Catalogue } from '../indicators/catalogue';
import type { Indicator } from '../indicators/indicator';
import type { Figure, FigureSet, Flag, PlanTarget, RecordsWindow, Stated, TypedValue } from './figure';
import type { FigureReader } from './figure-reader';
import { differenceText, growthText, PERCENT, quantityOfText, quantityText, shareText } from './quantity';
import { comesFromRecords, evaluateRecords } from './record-figures';
import type { DaysOfSource, Evaluated, RecordDays } from './record-figures';
import type { FedLog } from '../source-log';

export interface ComputeFiguresInput {
  readonly catalogue: Catalogue;
  readonly period: Period;
  readonly calendar: ReportCalendar;
  /** Facts as known at the position asked for. */
  readonly reader: FigureReader;
  readonly recordsWindow: RecordsWindow;
  /** The first day that each other service tells something of; absent for one that tells nothing. */
  readonly fedFrom?: ReadonlyMap<FedLog, PlainDate>;
  /** The board's typed values as known; those of other periods than this and last year's are passed over. */
  readonly typedValues: readonly TypedValue[];
  readonly planTargets: readonly PlanTarget[];
}

const nameOf = (f: { indicator: string; breakdown: string }): string => `${f.indicator}\n${f.breakdown}`;

function daysBetween(first: PlainDate | undefined, to: PlainDate | undefined): RecordDays {
  if (first === undefined) return { holdsWindow: () => false, holdsCutOff: () => false };
  const holds = (window: Window): boolean => window.from >= first && (to === undefined || window.to <= to);
  return { holdsWindow: holds, holdsCutOff: ({ to: cutOff }) => holds({ from: cutOff, to: cutOff }) };
}

/** Other services know whole years: fees are planned by them, and the first one billed need not be the year's first day. */
async function daysOfSources({ recordsWindow: { from, to }, fedFrom, reader }: ComputeFiguresInput): Promise<DaysOfSource> {
  const ofRecords = daysBetween(from ?? (await reader.firstDay()), to);
  const fed = new Map([...(fedFrom ?? [])].map(([log, first]) => [log, daysBetween(dateOf(yearOf(first), 1, 1), undefined)] as const));
  return (source) => (source === 'records' ? ofRecords : source === 'typed' ? undefined : fed.get(source));
}

interface PeriodFigures {
  /** By indicator and breakdown. */
  readonly figures: ReadonlyMap<string, Evaluated>;
  /** Typed values of indicators that come from records in this window. */
  readonly stated: ReadonlyMap<string, TypedValue>;
}

/** The figures of one period, each from its one source: records inside the board's record days, else the typed value. */
async function figuresOf(input: ComputeFiguresInput, period: Period, days: DaysOfSource): Promise<PeriodFigures> {
  const window = windowOf(period, input.calendar);
  const fromRecords = new Set<Indicator>(input.catalogue.all.filter((indicator) => comesFromRecords(indicator, window, days)));
  const figures = new Map<string, Evaluated>();
  for (const figure of await evaluateRecords([...fromRecords], input.reader, window)) figures.set(nameOf(figure), figure);
  const stated = new Map<string, TypedValue>();
  for (const typed of input.typedValues) {
    const indicator = input.catalogue.find(typed.indicator);
    if (typed.period !== period || !indicator) continue;
    if (fromRecords.has(indicator)) stated.set(nameOf(typed), typed);
    else {
      const { indicator: code, breakdown, unit, qualifier } = typed;
      figures.set(nameOf(typed), {
        indicator: code,
        breakdown,
        unit,
        quantity: quantityOfText(typed.value),
        origin: 'typed',
        n: 0,
        missing: 0,
        qualifier,
      });
    }
  }
  return { figures, stated };
}

function statedBeside(typed: TypedValue, figure: { unit: string; value: string | null }): Stated {
  const value = quantityText(quantityOfText(typed.value), typed.unit);
  const difference = figure.value !== null && typed.unit === figure.unit ? differenceText(value, figure.value) : null;
  return { value, unit: typed.unit, qualifier: typed.qualifier, difference };
}

const missingRate = (f: Evaluated, period: Period): Flag => ({
  code: 'rate_missing',
  indicator: f.indicator,
  breakdown: f.breakdown,
  unit: f.unit,
  period,
  vi: `Kỳ ${period}: ${String(f.missing)} dòng không được cộng vì thiếu tỷ giá`,
  en: `${period}: ${String(f.missing)} rows are left out because no exchange rate is known`,
});

const statedAlone = (typed: TypedValue, period: Period): Flag => ({
  code: 'stated_without_records',
  indicator: typed.indicator,
  breakdown: typed.breakdown,
  unit: typed.unit,
  period,
  vi: `Kỳ ${period}: có số nhập tay ${typed.value} nhưng không có hồ sơ nào`,
  en: `${period}: ${typed.value} was typed, but no record contributes`,
});

/** Ratios come last, as in the printed tables; otherwise by code, breakdown and unit. */
function inPrintedOrder(catalogue: Catalogue): (a: Figure, b: Figure) => number {
  const keyOf = (f: Figure): string[] => [catalogue.find(f.indicator)?.kind === 'ratio' ? '1' : '0', f.indicator, f.breakdown, f.unit];
  return (a, b) => {
    const [left, right] = [keyOf(a), keyOf(b)];
    const at = left.findIndex((part, i) => part !== right[i]);
    return at < 0 ? 0 : (left[at] ?? '') < (right[at] ?? '') ? -1 : 1;
  };
}

/**
 * All figures of a period with plan, share of plan, last year and growth (FORMATS §3). The result follows from the input
 * alone. A figure that nothing contributes to has no row; an absent plan or last year is null, never 0.
 */
export async function computeFigures(input: ComputeFiguresInput): Promise<FigureSet> {
  const { catalogue, period, calendar } = input;
  const window = windowOf(period, calendar);
  const days = await daysOfSources(input);
  const lastPeriod = lastYearOf(period);
  const [now, then] = await Promise.all([figuresOf(input, period, days), figuresOf(input, lastPeriod, days)]);
  const year = yearOfPeriod(period);
  const plans = new Map(input.planTargets.filter((plan) => plan.year === year).map((plan) => [nameOf(plan), plan]));
  const startsTheYear = window.from.endsWith('-01-01');
  const flags: Flag[] = [];

  const finish = (f: Evaluated): Figure => {
    const indicator = catalogue.find(f.indicator);
    const base = then.figures.get(nameOf(f));
    const baseQuantity = base?.unit === f.unit ? base.quantity : undefined;
    if (base && base.missing > 0) flags.push(missingRate(base, lastPeriod));
    const plan = plans.get(nameOf(f));
    const planQuantity = plan?.unit === f.unit ? quantityOfText(plan.value) : undefined;
    const text = f.quantity ? quantityText(f.quantity, f.unit) : null;
    const grows = f.unit !== PERCENT && indicator?.kind !== 'ratio';
    const measuredByPlan = indicator?.kind !== 'flow' || startsTheYear;
    const typed = now.stated.get(nameOf(f));
    return {
      indicator: f.indicator,
      breakdown: f.breakdown,
      unit: f.unit,
      value: text,
      plan: planQuantity ? quantityText(planQuantity, f.unit) : null,
      pct_plan: f.quantity && planQuantity && measuredByPlan ? shareText(f.quantity, planQuantity) : null,
      last_year: baseQuantity ? quantityText(baseQuantity, f.unit) : null,
      yoy: f.quantity && baseQuantity && grows ? growthText(f.quantity, baseQuantity) : null,
      detail: {
        origin: f.origin,
        n: f.n,
        missing: f.missing,
        ...(f.numerator ? { numerator: f.numerator } : {}),
        ...(f.denominator ? { denominator: f.denominator } : {}),
        ...(typed ? { stated: statedBeside(typed, { unit: f.unit, value: text }) } : {}),
        ...(f.qualifier === undefined ? {} : { qualifier: f.qualifier }),
      },
    };
  };

  const rows: Figure[] = [];
  for (const f of now.figures.values()) {
    if (f.missing > 0) flags.push(missingRate(f, period));
    // Rows of which none could be converted give no figure, only a flag.
    if (f.n > 0 || f.origin === 'typed') rows.push(finish(f));
  }
  for (const [name, typed] of now.stated) if ((now.figures.get(name)?.n ?? 0) <= 0) flags.push(statedAlone(typed, period));
  flags.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  const planned = new Set(rows.flatMap((row) => (row.plan === null ? [] : nameOf(row))));
  const plansAlone = [...plans].flatMap(([name, plan]) => (planned.has(name) ? [] : plan));
  return { period, calendar, window, figures: rows.sort(inPrintedOrder(catalogue)), flags, plansAlone };
}
