import type { Hundredths, MemberScore } from '../domain/scoring/member-score';

interface Standing {
  readonly total: Hundredths;
  readonly groupOne?: Hundredths;
  readonly onTime?: Hundredths;
  readonly penalties?: Hundredths;
  readonly vetoed?: boolean;
}

/** A score of which only what ranking looks at is given. */
export function standing(member: string, { total, groupOne = 0n, onTime = 0n, penalties = 0n, vetoed = false }: Standing): MemberScore {
  return {
    member,
    criteria: [{ code: 'I-3', group: 'I', max: 3000n, status: 'scored', flags: [], operands: [], quotients: [], final: onTime }],
    groups: [{ code: 'I', max: 60000n, notApplicable: 0n, sum: groupOne, total: groupOne }],
    penalties: [],
    penaltyTotal: penalties,
    vetoes: vetoed ? ['V1'] : [],
    beforeFloor: total,
    total,
    errors: [],
  };
}
