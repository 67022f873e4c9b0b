import type { Positions } from './ports';

/** Positions as messages carry them. */
export const positionsOnWire = (positions: Positions): Record<string, bigint> =>
  Object.fromEntries(Object.entries(positions).map(([log, position]) => [log, BigInt(position)]));
