/** What one member has of one criterion; a ratio of two parts has two pairs. */
export interface Numbers {
  readonly actual: number;
  readonly plan: number;
  readonly lastYear: number;
  /** Of the breakdown `B`, where the criterion has two parts. */
  readonly actualB: number;
  readonly planB: number;
}

export type RuleKind = 'ratio' | 'band' | 'linear-down' | 'yesno' | 'count' | 'two-parts';
const KINDS: readonly RuleKind[] = ['ratio', 'band', 'linear-down', 'yesno', 'count', 'two-parts'];
export const kindOf = (criterion: number): RuleKind => KINDS[criterion % KINDS.length] ?? 'ratio';

/** A bloc in plain numbers, the same in every run. */
export interface BlocNumbers {
  readonly members: readonly string[];
  readonly criteria: number;
  of(member: number, criterion: number): Numbers;
  /** Units of the one penalty. */
  penaltyUnits(member: number): number;
  isVetoed(member: number): boolean;
}

/** Marsaglia's xorshift32 from a seed of its own for every cell, so that any cell can be asked for alone. */
function cell(member: number, criterion: number): () => number {
  let state = (member * 7_919 + criterion * 104_729 + 2_463_534_242) >>> 0;
  const next = (): number => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state;
  };
  for (let warm = 0; warm < 4; warm += 1) next();
  return next;
}

export const blocNumbers = (members: number, criteria: number): BlocNumbers => ({
  members: Array.from({ length: members }, (_, index) => `member-${String(index + 1).padStart(2, '0')}`),
  criteria,
  of(member, criterion) {
    const next = cell(member, criterion);
    const upTo = (bound: number): number => next() % bound;
    const [plan, lastYear, planB] = [1 + upTo(997), 1 + upTo(89), 1 + upTo(997)];
    switch (kindOf(criterion)) {
      case 'ratio':
      case 'two-parts':
        return { actual: upTo(1_200), plan, lastYear, actualB: upTo(1_200), planB };
      case 'band':
        return { actual: lastYear + upTo(20) - 4, plan, lastYear, actualB: 0, planB };
      case 'linear-down':
        return { actual: upTo(40), plan, lastYear, actualB: 0, planB };
      case 'yesno':
        return { actual: upTo(2), plan, lastYear, actualB: 0, planB };
      case 'count':
        return { actual: upTo(10), plan, lastYear, actualB: 0, planB };
    }
  },
  penaltyUnits: (member) => (member % 9 === 4 ? 1 + (member % 3) : 0),
  isVetoed: (member) => member % 31 === 17,
});
