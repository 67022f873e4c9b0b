import { printAwardCode } from '../../domain/awards/award-code';
import type { RegisteredAward } from '../../domain/awards/award-register';
import { publicAwardOf } from '../../domain/awards/award-register';

/** A line of the register as routes and stored answers have it. */
export const printEntry = (award: RegisteredAward) => ({
  register: { year: award.registerYear, number: award.registerNumber },
  code: printAwardCode(award.code),
  ...{ form: award.form, form_name: { vi: award.formName.vi, en: award.formName.en } },
  recipient: { kind: award.recipient.kind, id: award.recipient.id, name: award.recipient.name, address: award.recipient.address ?? null },
  ...{ achievement: award.achievement, year: award.year, total: award.total },
  rank: award.ground.kind === 'bloc' ? award.ground.rank : null,
  bloc: award.ground.kind === 'bloc' ? award.ground.bloc : null,
  ranking: award.ground.kind === 'bloc' ? { revision: award.ground.ranking.revision, sha256: award.ground.ranking.sha256 } : null,
  nomination: award.ground.kind === 'nomination' ? award.ground.nomination : null,
  decision: printDecision(award),
  ...{ verification_address: award.verificationAddress, granted_at: award.grantedAt, granted_by: award.actor },
  revoked: award.revocation
    ? {
        decision: { number: award.revocation.decision.number, date: award.revocation.decision.date },
        ...{ reason: award.revocation.reason, revoked_at: award.revocation.revokedAt, revoked_by: award.revocation.actor },
      }
    : null,
});

export type EntryJson = ReturnType<typeof printEntry>;

const printDecision = ({ decision: { number, date, authority, place, signer } }: Pick<RegisteredAward, 'decision'>) => ({
  ...{ number, date, authority: [...authority], place },
  signer: { capacity: [...signer.capacity], name: signer.name },
});

/** What anybody who holds the code is told. */
export function printPublicAward(award: RegisteredAward) {
  const { code, status, formName, recipient, achievement, year, register, revokedBy, decision } = publicAwardOf(award);
  return {
    ...{ code: printAwardCode(code), status, award: formName },
    recipient: { name: recipient.name, address: recipient.address ?? null },
    ...{ achievement, year, register, decision: printDecision({ decision }) },
    revoked_by: revokedBy ?? null,
  };
}
