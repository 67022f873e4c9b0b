/**
 * The figures of one breakdown: `FDI`, `park:CODE`, `FDI;park:CODE`, a topic, `` for the totals. undefined: all.
 */
export function filterFigures<F extends { readonly breakdown: string }>(figures: readonly F[], breakdown: string | undefined): F[] {
  return breakdown === undefined ? [...figures] : figures.filter((figure) => figure.breakdown === breakdown);
}
