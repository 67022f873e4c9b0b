import { compare } from '@kcn/kernel/fraction';
import { findFraction } from '@kcn/kernel/fraction';
import type { SheetFigure } from './sheet';
import { figureKey } from './sheet';
import type { VerdictDetail } from './verdict';
import { detail } from './verdict';

type FigurePart = 'actual' | 'lastYear' | 'yearPlan';
const PARTS: readonly FigurePart[] = ['actual', 'lastYear', 'yearPlan'];

/** A figure that the bloc has settled, such as last year's accepted value or a plan that a decision sets. */
export interface AgreedFigure {
  readonly indicator: string;
  readonly breakdown: string;
  readonly unit: string;
  readonly part: FigurePart;
  readonly value: string;
}

const isSame = (a: string | null, b: string | null): boolean => {
  if (a === null || b === null) return a === b;
  const [x, y] = [findFraction(a), findFraction(b)];
  return x && y ? compare(x, y) === 0 : a === b;
};

const placeOf = ({ indicator, breakdown }: { readonly indicator: string; readonly breakdown: string }, part: FigurePart): string =>
  `${part}:${indicator}${breakdown === '' ? '' : `:${breakdown}`}`;

/** Where a sheet's figures are not those of an accepted revision or of the agreed ones; another unit is a missing figure. */
export function differingFigures(
  figures: readonly SheetFigure[],
  { accepted = [], agreed = [] }: { readonly accepted?: readonly SheetFigure[]; readonly agreed?: readonly AgreedFigure[] },
): readonly VerdictDetail[] {
  const now = new Map(figures.map((figure) => [figureKey(figure), figure]));
  const before = new Map(accepted.map((figure) => [figureKey(figure), figure]));
  const changed = accepted.flatMap((earlier) =>
    PARTS.filter((part) => !isSame(earlier[part], now.get(figureKey(earlier))?.[part] ?? null)).map((part) =>
      detail('figure-changed', {
        at: placeOf(earlier, part),
        expected: earlier[part] ?? 'null',
        actual: now.get(figureKey(earlier))?.[part] ?? 'null',
      }),
    ),
  );
  const added =
    accepted.length === 0
      ? []
      : figures
          .filter((figure) => !before.has(figureKey(figure)))
          .flatMap((figure) =>
            PARTS.filter((part) => figure[part] !== null).map((part) =>
              detail('figure-changed', { at: placeOf(figure, part), expected: 'null', actual: figure[part] ?? 'null' }),
            ),
          );
  const disagreed = agreed
    .filter((one) => !isSame(one.value, now.get(figureKey(one))?.[one.part] ?? null))
    .map((one) =>
      detail('figure-not-agreed', {
        at: placeOf(one, one.part),
        expected: one.value,
        actual: now.get(figureKey(one))?.[one.part] ?? 'null',
      }),
    );
  return [...changed, ...added, ...disagreed];
}
