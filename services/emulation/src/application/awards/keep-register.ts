import { emulationAwardEvents } from '@kcn/contracts';
import { instantFromDate, notFound, precondition } from '@kcn/kernel';
import type { EventLog, OnceResult, RunOnce } from '@kcn/messaging';
import { findAwardCode } from '../../domain/awards/award-code';
import type { DecisionReference } from '../../domain/awards/award-decision';
import { checkDecision } from '../../domain/awards/award-decision';
import type { RegisteredAward } from '../../domain/awards/award-register';
import { checkRevocation } from '../../domain/awards/award-register';
import { registerAggregate } from './enter-awards';
import type { AwardRegister, Command, RegisterName, Today } from './ports';
import type { EntryJson } from './print-award';
import { printEntry } from './print-award';

export interface RegisterKeepingOptions {
  readonly register: AwardRegister;
  readonly log: EventLog;
  readonly runOnce: RunOnce;
  readonly today: Today;
}

export interface RevocationCommand {
  readonly registerYear: number;
  readonly registerNumber: number;
  readonly decision: DecisionReference;
  readonly reason: string;
}

const unknownAward = (): Error => notFound('unknown_award', { vi: 'Không có khen thưởng này', en: 'There is no such award' });

/** Reads the award registers and revokes entries. */
export function createRegisterKeeping({ register, log, runOnce, today }: RegisterKeepingOptions) {
  return {
    list: (name: RegisterName): Promise<readonly RegisteredAward[]> => register.list(name),

    /**
     * The award that a code stands for, whoever asks. What cannot be a code is not looked for; the answer is the same.
     * @throws DomainError not_found `unknown_award`
     */
    async getByCode(text: string): Promise<RegisteredAward> {
      const code = findAwardCode(text);
      const award = code && (await register.findByCode(code));
      if (!award) throw unknownAward();
      return award;
    },

    /**
     * The award whose certificate may be printed.
     * @throws DomainError not_found `unknown_award`, also for who may not know its board; precondition `award_revoked`
     */
    async getToPrint(text: string, mayKnow: (board: string) => boolean): Promise<RegisteredAward> {
      const award = await this.getByCode(text);
      if (!mayKnow(award.board)) throw unknownAward();
      if (award.revocation)
        throw precondition('award_revoked', {
          vi: `Khen thưởng đã bị thu hồi theo Quyết định số ${award.revocation.decision.number}`,
          en: `The award was revoked by the decision ${award.revocation.decision.number}`,
        });
      return award;
    },

    /**
     * Revokes an entry by a decision; the entry stays.
     * @throws DomainError not_found `unknown_award`; invalid `bad_decision_number`, `decision_in_future`; precondition
     *   `already_revoked`, `reason_required`, `revoked_before_given`
     */
    async revoke(command: Command<RevocationCommand>): Promise<OnceResult<EntryJson>> {
      const { board, registerYear, registerNumber, decision, reason, actor } = command;
      checkDecision(decision, today());
      return runOnce(command, async (session) => {
        const award = await register.find({ board, registerYear, registerNumber }, session);
        if (!award) throw unknownAward();
        checkRevocation(award, { decision, reason });
        const head = await register.head(session, { board, registerYear });
        const next = { ...head, version: head.version + 1 };
        const { lastPosition, recordedAt } = await log.append(session, board, [
          {
            ...{ aggregate: registerAggregate(registerYear), aggregateVersion: next.version, type: emulationAwardEvents.revoked.type },
            payload: emulationAwardEvents.revoked.codec
              .encode({ registerYear, registerNumber, code: award.code, decisionNumber: decision.number, decisionDate: decision.date })
              .finish(),
            ...{ actor, cause: `http:${command.key}`, reason },
          },
        ]);
        const stored = { ...award, revocation: { decision, reason, actor, revokedAt: instantFromDate(recordedAt) } };
        await register.revoke(session, stored, next);
        return { response: printEntry(stored), lastPosition, recordedAt };
      });
    },
  };
}

export type RegisterKeeping = ReturnType<typeof createRegisterKeeping>;
