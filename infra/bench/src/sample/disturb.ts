/** A small seeded generator (mulberry32), so that a disturbed stream is the same in every run. @returns numbers in [0, 1) */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface DisturbOptions {
  /** Repeats per item: 0.3 gives 30 more messages for every 100. */
  readonly duplicateShare: number;
  /** Items are shuffled among their neighbours: within consecutive stretches of this length, repeats included. */
  readonly shuffleWithin: number;
  readonly seed: number;
}

/** A stream with items sent again and in the wrong order; every item is in it at least once. */
export function disturb<T>(items: readonly T[], { duplicateShare, shuffleWithin, seed }: DisturbOptions): T[] {
  const random = createRandom(seed);
  const disturbed: T[] = [];
  for (let from = 0; from < items.length; from += shuffleWithin) {
    const stretch = items.slice(from, from + shuffleWithin);
    const repeats = stretch.filter(() => random() < duplicateShare);
    disturbed.push(...shuffled([...stretch, ...repeats], random));
  }
  return disturbed;
}

function shuffled<T>(items: T[], random: () => number): T[] {
  const keyed = items.map((item): readonly [number, T] => [random(), item]);
  return keyed.sort(([a], [b]) => a - b).map(([, item]) => item);
}
