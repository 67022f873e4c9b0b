import type { FactContent } from './fact';

/**
 * A piece of a unit's facts that follows from a few inputs alone. As long as the inputs are the same (compared by
 * identity), so are the facts; a unit with a long history is therefore not worked out anew at each of its versions.
 */
export interface FactPart {
  readonly id: string;
  readonly inputs: readonly unknown[];
  build(): readonly FactContent[];
}

/** Parts of one kind. While the inputs of the group are the same, none of its parts has changed. */
export interface FactGroup {
  readonly id: string;
  readonly inputs: readonly unknown[];
  parts(): readonly FactPart[];
}

/** Lists the groups of a unit as its state now stands. */
export type GroupsOfUnit = () => readonly FactGroup[];

export const sameInputs = (a: readonly unknown[], b: readonly unknown[]): boolean => a.length === b.length && a.every((x, i) => x === b[i]);
