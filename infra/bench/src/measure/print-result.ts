import { holds, ratioOf, verdictOf } from './goal';
import type { Bound, Goal, Line, Measurement, Series } from './goal';
import { spreadOf } from './statistics';

const WIDTH = 96;

/** Three significant digits, thousands separated: 45,300 · 12.4 · 0.083 */
export function formatFigure(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const magnitude = Math.abs(value);
  if (magnitude >= 100) return Math.round(value).toLocaleString('en-US');
  return value.toLocaleString('en-US', { maximumSignificantDigits: 3 });
}

const spread = (series: Series): string => {
  const { min, median, max, count } = spreadOf(series.values);
  return `${formatFigure(median)} ${series.unit}  (min ${formatFigure(min)}, max ${formatFigure(max)}, n=${count.toString()})`;
};

const bound = (b: Bound): string => ('atLeast' in b ? `≥ ${b.atLeast.toString()}` : `≤ ${b.atMost.toString()}`);

function linesOf(line: Line): string[] {
  switch (line.kind) {
    case 'ratio':
      return [
        `  ${line.name}`,
        `    ${line.ours.label.padEnd(34)} ${spread(line.ours)}`,
        `    ${line.baseline.label.padEnd(34)} ${spread(line.baseline)}`,
        `    ratio ${formatFigure(ratioOf(line))}×, goal ${bound(line.bound)}×: ${verdictOf(line).toUpperCase()}`,
      ];
    case 'limit':
      return [
        `  ${line.name}`,
        `    ${line.measured.label.padEnd(34)} ${spread(line.measured)}`,
        `    goal ${bound(line.bound)} ${line.measured.unit}: ${verdictOf(line).toUpperCase()}`,
      ];
    case 'shown':
      return [`  ${line.measured.label.padEnd(36)} ${spread(line.measured)}`];
    case 'not-measured':
      return [`  ${line.name}`, `    NOT MEASURED: ${line.why}`];
  }
}

/** A goal's result for a terminal; of a void one only the failed checks are shown, because its figures mean nothing. */
export function formatResult(goal: Pick<Goal, 'id' | 'title'>, measurement: Measurement): string {
  const failed = measurement.checks.filter((check) => !holds(check));
  const head = `── ${goal.id}  ${goal.title} `.padEnd(WIDTH, '─');
  if (failed.length > 0) {
    return [
      head,
      '  VOID: the exactness check failed, no figure of this run counts',
      ...failed.map((c) => `    ${c.name}: expected ${c.expected}, is ${c.actual}`),
    ].join('\n');
  }
  return [head, ...measurement.lines.flatMap(linesOf), '  exact:', ...exactLines(measurement)].join('\n');
}

/** Rounds that say the same are one line. */
function exactLines({ checks }: Measurement): string[] {
  const times = new Map<string, number>();
  for (const { name, actual } of checks) times.set(`${name}: ${actual}`, (times.get(`${name}: ${actual}`) ?? 0) + 1);
  return [...times].map(([text, count]) => `    ${text}${count > 1 ? `  (${count.toString()} times)` : ''}`);
}
