import { emulationAwardEvents } from '@kcn/contracts';
import { instantFromDate, yearOf } from '@kcn/kernel';
import type { EventLog, Session } from '@kcn/messaging';
import type { AwardDecision } from '../../domain/awards/award-decision';
import type { DecidedAward, EnteredAward, RegisteredAward } from '../../domain/awards/award-register';
import { awardCertificateOf } from '../../domain/awards/award-certificate';
import { enterAwards } from '../../domain/awards/award-register';
import type { CheckDocument } from '../documents/ports';
import type { AwardRegister } from './ports';

export interface AwardEnteringOptions {
  readonly register: AwardRegister;
  readonly log: EventLog;
  /** Where anybody reaches this service; what certificates lead to. */
  readonly publicUrl: string;
  /** Ten random bytes. */
  readonly drawBytes: () => Uint8Array;
  readonly check: CheckDocument;
}

export interface AwardEntry {
  readonly board: string;
  readonly decision: AwardDecision;
  readonly awards: readonly DecidedAward[];
  readonly year: number;
  readonly bloc?: { readonly id: string; readonly revision: number; readonly sha256: string };
  readonly actor: string;
  readonly cause: string;
}

export const registerAggregate = (registerYear: number): string => `award-register:${registerYear.toString()}`;

const messageOf = (award: EnteredAward) => ({
  ...{ registerYear: award.registerYear, registerNumber: award.registerNumber, code: award.code, form: award.form },
  ...{ formNameVi: award.formName.vi, formNameEn: award.formName.en },
  ...{ recipientKind: award.recipient.kind, recipient: award.recipient.id, recipientName: award.recipient.name },
  recipientAddress: award.recipient.address ?? '',
  ...{ achievement: award.achievement, total: award.total, verificationAddress: award.verificationAddress },
  rank: award.ground.kind === 'bloc' ? award.ground.rank : undefined,
  nomination: award.ground.kind === 'nomination' ? award.ground.nomination : '',
});

/** Enters what a decision gives in the register of its calendar year, with numbers and codes; one event for the decision. @throws DomainError invalid `document_refused` */
export const createAwardEntering =
  ({ register, log, publicUrl, drawBytes, check }: AwardEnteringOptions) =>
  async (session: Session, { board, decision, awards, year, bloc, actor, cause }: AwardEntry) => {
    const registerYear = yearOf(decision.date);
    const head = await register.head(session, { board, registerYear });
    const entered = enterAwards(awards, { board, decision, head, publicUrl, actor, drawBytes });
    const next = { lastNumber: head.lastNumber + entered.length, version: head.version + 1 };
    const { number, date, authority, place, signer } = decision;
    const { lastPosition, recordedAt } = await log.append(session, board, [
      {
        ...{ aggregate: registerAggregate(registerYear), aggregateVersion: next.version, type: emulationAwardEvents.granted.type },
        payload: emulationAwardEvents.granted.codec
          .encode({
            decision: { number, date, authority: [...authority], place, signerCapacity: [...signer.capacity], signerName: signer.name },
            ...{ year, bloc: bloc?.id ?? '', rankingRevision: bloc?.revision ?? 0, rankingSha256: bloc?.sha256 ?? '' },
            awards: entered.map(messageOf),
          })
          .finish(),
        ...{ actor, cause },
      },
    ]);
    const grantedAt = instantFromDate(recordedAt);
    const registered = entered.map((award): RegisteredAward => ({ ...award, grantedAt }));
    // An award whose certificate could never be printed is refused before it has a number.
    for (const award of registered) check(awardCertificateOf(award));
    await register.insert(session, registered, next);
    return { registered, lastPosition, recordedAt };
  };

export type AwardEntering = ReturnType<typeof createAwardEntering>;
