import type { Instant, LocalizedText } from '@kcn/kernel';
import { precondition, yearOf } from '@kcn/kernel';
import type { AwardCode } from './award-code';
import { awardCodeOf, verificationAddressOf } from './award-code';
import type { AwardDecision, DecisionReference } from './award-decision';

export interface AwardRecipient {
  readonly kind: 'member' | 'enterprise' | 'person';
  /** The member's board; the tax code; for a person what the nomination calls it. */
  readonly id: string;
  /** As the certificate prints it. */
  readonly name: string;
  readonly address?: string;
}

/** What an award follows from. */
export type AwardGround =
  | {
      readonly kind: 'bloc';
      readonly bloc: string;
      readonly rank: number;
      readonly ranking: { readonly revision: number; readonly sha256: string };
    }
  | { readonly kind: 'nomination'; readonly nomination: string; readonly topic: string };

/** An award that a decision gives, before it has its place in the register. */
export interface DecidedAward {
  /** `flag`, `certificate`, or the code of an award form. */
  readonly form: string;
  readonly formName: LocalizedText;
  readonly recipient: AwardRecipient;
  /** For what, as the certificate prints it. */
  readonly achievement: string;
  /** The year that the achievement belongs to. */
  readonly year: number;
  /** Points with two decimals. */
  readonly total: string;
  readonly ground: AwardGround;
}

/** That an award was taken back. Its entry stays as it was. */
export interface AwardRevocation {
  readonly decision: DecisionReference;
  readonly reason: string;
  readonly revokedAt: Instant;
  readonly actor: string;
}

/** One line of a board's award register (sổ khen thưởng); nothing of it changes but that it may be revoked. */
export interface RegisteredAward extends DecidedAward {
  readonly board: string;
  /** The register is of the decision's calendar year. */
  readonly registerYear: number;
  /** 1, 2, … in its register, without a gap. */
  readonly registerNumber: number;
  readonly code: AwardCode;
  /** As in the certificate's QR code, fixed so that its bytes stay the same wherever the service moves. */
  readonly verificationAddress: string;
  readonly decision: AwardDecision;
  readonly grantedAt: Instant;
  readonly actor: string;
  readonly revocation?: AwardRevocation;
}

/** An entry before it is known when it was recorded. */
export type EnteredAward = Omit<RegisteredAward, 'grantedAt' | 'revocation'>;

/** How far the register of a board and year has come. */
export interface RegisterHead {
  readonly lastNumber: number;
  /** Of the register's events. */
  readonly version: number;
}

export const EMPTY_REGISTER: RegisterHead = { lastNumber: 0, version: 0 };

export interface EnterContext {
  readonly board: string;
  readonly decision: AwardDecision;
  readonly head: RegisterHead;
  readonly publicUrl: string;
  readonly actor: string;
  readonly drawBytes: () => Uint8Array;
}

/** Gives decided awards the next numbers of the register, in the order of the decision, and a code each. */
export function enterAwards(awards: readonly DecidedAward[], context: EnterContext): readonly EnteredAward[] {
  const { board, decision, head, publicUrl, actor, drawBytes } = context;
  return awards.map((award, index) => {
    const code = awardCodeOf(drawBytes());
    return {
      ...award,
      ...{ board, registerYear: yearOf(decision.date), registerNumber: head.lastNumber + index + 1 },
      ...{ code, verificationAddress: verificationAddressOf(publicUrl, code), decision, actor },
    };
  });
}

/** @throws DomainError precondition `already_revoked`, `reason_required`, `revoked_before_given` */
export function checkRevocation(award: RegisteredAward, { decision, reason }: Pick<AwardRevocation, 'decision' | 'reason'>): void {
  if (award.revocation)
    throw precondition('already_revoked', { vi: 'Khen thưởng này đã bị thu hồi', en: 'This award has been revoked already' });
  if (reason.trim() === '') throw precondition('reason_required', { vi: 'Thu hồi cần lý do', en: 'A revocation needs a reason' });
  if (decision.date < award.decision.date)
    throw precondition('revoked_before_given', {
      vi: 'Quyết định thu hồi có ngày trước quyết định khen thưởng',
      en: 'The revocation is dated before the decision that gave the award',
    });
}

/** An award as anybody who holds its code may know it: what the certificate says, and whether it still stands. */
export interface PublicAward {
  readonly code: AwardCode;
  readonly status: 'valid' | 'revoked';
  readonly formName: LocalizedText;
  readonly recipient: { readonly name: string; readonly address?: string };
  readonly achievement: string;
  readonly year: number;
  readonly decision: AwardDecision;
  readonly register: { readonly year: number; readonly number: number };
  readonly revokedBy?: DecisionReference;
}

/** Neither points nor rank nor who entered it; of a revocation its decision, never the reason. */
export function publicAwardOf(award: RegisteredAward): PublicAward {
  const { code, formName, recipient, achievement, year, decision, registerYear, registerNumber, revocation } = award;
  return {
    ...{ code, status: revocation ? 'revoked' : 'valid', formName, achievement, year, decision },
    recipient: { name: recipient.name, ...(recipient.address === undefined ? {} : { address: recipient.address }) },
    register: { year: registerYear, number: registerNumber },
    ...(revocation ? { revokedBy: revocation.decision } : {}),
  };
}
