import type { UnitPlan } from './judge-import';

/** Changed records in one transaction: few enough to hold the board's other commands up for a fraction of a second only. */
export const CHANGES_PER_TRANSACTION = 4_000;

/** Plans in transactions; a unit is never split, so one with more changes than the limit goes alone. */
export function chunkPlans(plans: readonly UnitPlan[], limit = CHANGES_PER_TRANSACTION): UnitPlan[][] {
  const chunks: UnitPlan[][] = [];
  let current: UnitPlan[] = [];
  let changes = 0;
  for (const plan of plans) {
    if (changes > 0 && changes + plan.changes > limit) {
      chunks.push(current);
      current = [];
      changes = 0;
    }
    current.push(plan);
    changes += plan.changes;
  }
  if (current.length > 0) chunks.push(current);
  return chunks;
}
