/** One side of a comparison: measured once per round, yields whatever the goal collects. */
export interface Side<T> {
  readonly name: string;
  run(round: number): Promise<T>;
}

/**
 * Runs the sides in turns, A B A B …, so that a machine that slows down or warms up does so for all of them.
 * Every second round goes backwards (A B, B A), so that none is always the first after a pause.
 */
export async function inTurns<T>(rounds: number, sides: readonly Side<T>[], report: (text: string) => void): Promise<Map<string, T[]>> {
  const results = new Map<string, T[]>(sides.map((side) => [side.name, []]));
  for (let round = 1; round <= rounds; round += 1) {
    const order = round % 2 === 1 ? sides : [...sides].reverse();
    for (const side of order) {
      report(`round ${round.toString()}/${rounds.toString()}: ${side.name}`);
      results.get(side.name)?.push(await side.run(round));
    }
  }
  return results;
}

/** What a side yielded, one value per round. @throws Error for a side that was never run */
export function valuesOf<T>(results: ReadonlyMap<string, readonly T[]>, side: string): readonly T[] {
  const values = results.get(side);
  if (!values || values.length === 0) throw new Error(`nothing was measured for ${side}`);
  return values;
}
