import type { PlainDate, Window } from '@kcn/kernel';

/** The sum of one measure over some facts, for one breakdown (`` is the total; `FDI`, `park:CODE`, `FDI;park:CODE`). */
export interface Cell {
  readonly measure: string;
  readonly measureUnit: string;
  readonly breakdown: string;
  readonly sum: bigint;
  /** Contributing records; a row appears when this is above zero. */
  readonly n: number;
  /** Rows left out for want of a rate. */
  readonly missing: number;
}

/**
 * Sums of facts of one board as known at one vector of log positions. Cells to which nothing contributes (n and missing
 * both 0) may be left out. Two implementations must agree: in memory from a list of facts, and in MongoDB from buckets.
 */
export interface FigureReader {
  /** Facts dated on or before the cut-off. */
  stock(measures: readonly string[], cutOff: PlainDate): Promise<Cell[]>;
  /** Facts dated inside the window, both days included. */
  flow(measures: readonly string[], window: Window): Promise<Cell[]>;
  /** For each turn measure: how many units have a positive sum of turns inside the window (`sum` and `n` are that count, the unit is `project`). */
  distinct(turnMeasures: readonly string[], window: Window): Promise<Cell[]>;
  /**
   * The first day on which anything contributes: the earliest date whose facts have Σn above zero, undefined when there is
   * none. Asked only when board.json gives no first day.
   */
  firstDay(): Promise<PlainDate | undefined>;
}
