import type { Fraction } from '@kcn/kernel/fraction';
import type { Criterion, Group, Indicator, LegalBasis, Penalty, Veto } from './criteria';
import type { ObjectReader } from './object-reader';

/** An item of the file with its reader, which keeps the item's place for the faults found later. */
export interface Located<Item> {
  readonly item: Item;
  readonly reader: ObjectReader;
}

/** What the checks across the file look at. Items that could not be read are left out: their faults are known already. */
export interface CriteriaDraft {
  readonly root: ObjectReader;
  readonly totalMax: Fraction | undefined;
  readonly legalBasis: readonly Located<LegalBasis>[];
  readonly groups: readonly Located<Group>[];
  readonly criteria: readonly Located<Criterion>[];
  readonly penalties: readonly Located<Penalty>[];
  readonly vetoes: readonly Located<Veto>[];
  readonly indicators: readonly Located<Indicator>[];
  /** Whether every item of a list could be read; sums and references over a list with holes would only name the holes again. */
  readonly whole: { readonly groups: boolean; readonly criteria: boolean; readonly indicators: boolean };
}
