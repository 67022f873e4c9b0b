const FIELDS = ['value', 'plan', 'last_year'] as const;

/** What two summaries of the same period give differently; null: no row there, or printed as "–". */
export interface SummaryDifference {
  readonly indicator: string;
  readonly breakdown: string;
  readonly unit: string;
  /** Which number of the row; the percentages follow from these and are not listed. */
  readonly field: (typeof FIELDS)[number];
  readonly before: string | null;
  readonly after: string | null;
}

type Row = { readonly indicator: string; readonly breakdown: string; readonly unit: string } & Readonly<
  Record<(typeof FIELDS)[number], string | null>
>;

const nameOf = ({ indicator, breakdown, unit }: Row): string => `${indicator}\n${breakdown}\n${unit}`;

/** What differs between two revisions of a summary, by indicator, breakdown and unit. */
export function summaryDifferences(before: readonly Row[], after: readonly Row[]): SummaryDifference[] {
  const old = new Map(before.map((row) => [nameOf(row), row]));
  const fresh = new Map(after.map((row) => [nameOf(row), row]));
  return [...new Set([...old.keys(), ...fresh.keys()])].sort().flatMap((name) => {
    const [was, is] = [old.get(name), fresh.get(name)];
    const row = is ?? was;
    if (!row) return [];
    const { indicator, breakdown, unit } = row;
    return FIELDS.flatMap((field) => {
      const [left, right] = [was?.[field] ?? null, is?.[field] ?? null];
      return left === right ? [] : [{ indicator, breakdown, unit, field, before: left, after: right }];
    });
  });
}
