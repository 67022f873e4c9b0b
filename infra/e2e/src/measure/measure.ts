/** One thing that was measured while a fault struck, beside what is demanded of it. */
export interface Measure {
  /** The fault's number in the list of demands and what is demanded, `D1 registry answers HTTP`. Equal names are one demand. */
  readonly demand: string;
  readonly value: number;
  readonly unit: 'ms' | 'times' | 'messages' | 'answers';
  readonly is: 'at most' | 'at least';
  readonly bound: number;
  /** What the bare parts needed for the same in the same run; already contained in `bound`. */
  readonly floor?: number;
}

export const isMet = ({ value, is, bound }: Measure): boolean => (is === 'at most' ? value <= bound : value >= bound);

/** A machine that does other things as well may take so much longer and prove nothing by it. */
const SLACK = 5;

/** What no busy machine explains: times far beyond their bound, and wrong counts. Ratios are not looked at. */
export const grossMisses = (measures: readonly Measure[]): Measure[] =>
  measures.filter((one) => one.unit !== 'times' && !isMet({ ...one, bound: one.unit === 'ms' ? one.bound * SLACK : one.bound }));

/** How near it is to being missed: above 1 it is. */
const strain = ({ value, is, bound }: Measure): number => {
  if (is === 'at most') return bound === 0 ? 1 + value : value / bound;
  return value === 0 ? Number.POSITIVE_INFINITY : bound / value;
};

/** The worst measure of each demand, in order of first appearance, with how often it was measured. */
export function worstOfEach(measures: readonly Measure[]): { readonly measure: Measure; readonly times: number }[] {
  const rows = new Map<string, { measure: Measure; times: number }>();
  for (const measure of measures) {
    const row = rows.get(measure.demand);
    if (row) {
      row.times += 1;
      if (strain(measure) > strain(row.measure)) row.measure = measure;
    } else rows.set(measure.demand, { measure, times: 1 });
  }
  return [...rows.values()];
}

const shown = (value: number, unit: Measure['unit']): string => {
  switch (unit) {
    case 'ms':
      return `${value.toFixed(0)} ms`;
    case 'times':
      return `${value.toFixed(2)} ×`;
    case 'messages':
    case 'answers':
      return `${value.toFixed(0)} ${unit}`;
  }
};

/** The measures as a Markdown table: demand, worst of all measurements, bound, floor, verdict. */
export function measureTable(measures: readonly Measure[]): string {
  const rows = worstOfEach(measures).map(({ measure, times }) => {
    const { demand, value, unit, is, bound, floor } = measure;
    const verdict = isMet(measure) ? '✓' : '✗';
    return [
      demand,
      `${shown(value, unit)} (${String(times)})`,
      `${is === 'at most' ? '≤' : '≥'} ${shown(bound, unit)}`,
      floor === undefined ? '' : shown(floor, unit),
      verdict,
    ];
  });
  const head = ['demand', 'worst (of)', 'bound', 'floor', ''];
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
