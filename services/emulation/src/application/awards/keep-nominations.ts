import { emulationAwardEvents } from '@kcn/contracts';
import { invalid, notFound, precondition } from '@kcn/kernel';
import type { EventLog, OnceResult, RunOnce, Session } from '@kcn/messaging';
import type { RegisteredAward } from '../../domain/awards/award-register';
import type {
  AgencyOpinion,
  ConditionFinding,
  EnterpriseRules,
  JudgedNomination,
  NominationContent,
  NominationRecord,
} from '../../domain/awards/nomination';
import { checkNomination, formOf, judgeNomination, nominationName } from '../../domain/awards/nomination';
import type { NominationName, Nominations } from './nomination-ports';
import type { AwardRegister, Command } from './ports';

export interface NominationKeepingOptions {
  readonly nominations: Nominations;
  readonly register: Pick<AwardRegister, 'ofNominees'>;
  readonly rules: EnterpriseRules;
  readonly log: EventLog;
  readonly runOnce: RunOnce;
}

/** A nomination with what follows from it now. */
export interface NominationState extends JudgedNomination {
  readonly nomination: NominationRecord;
  /** The line of the register that it became. */
  readonly award: RegisteredAward | undefined;
}

export interface NominationAnswer {
  readonly nomination: string;
  readonly version: number;
}

const stands = ({ revocation }: RegisteredAward): boolean => revocation === undefined;

/** What the same nominee was given for the same achievement by another nomination. */
const givenBefore = (nomination: NominationRecord, given: readonly RegisteredAward[]): readonly string[] =>
  given
    .filter(
      ({ recipient, ground }) =>
        ground.kind === 'nomination' &&
        ground.nomination !== nominationName(nomination) &&
        recipient.id === nomination.nominee.id &&
        ground.topic === nomination.topic,
    )
    .map(({ form }) => form);

/** A nomination judged beside what was given already. */
export function stateOf(nomination: NominationRecord, rules: EnterpriseRules, given: readonly RegisteredAward[]): NominationState {
  const standing = given.filter(stands);
  return {
    nomination,
    award: standing.find(({ ground }) => ground.kind === 'nomination' && ground.nomination === nominationName(nomination)),
    ...judgeNomination(nomination, rules, givenBefore(nomination, standing)),
  };
}

export const unknownNomination = (): Error =>
  notFound('unknown_nomination', { vi: 'Không có đề nghị này', en: 'There is no such nomination' });

function messageOf(record: NominationRecord): Uint8Array {
  const { year, form, nominee, achievement, topic, figures, points, opinions, conditions } = record;
  return emulationAwardEvents.nominated.codec
    .encode({
      ...{ nomination: nominationName(record), year, form, achievement, topic, figures: [...figures], conditions: [...conditions] },
      ...{ nomineeKind: nominee.kind, nominee: nominee.id, nomineeName: nominee.name, nomineeAddress: nominee.address ?? '' },
      directWorker: nominee.directWorker,
      points: points.map(({ evidence = '', ...one }) => ({ ...one, evidence })),
      opinions: opinions.map(({ agency, opinion, document, note = '' }) => ({
        ...{ agency, opinion, documentNumber: document.number, documentDate: document.date, note },
      })),
    })
    .finish();
}

const withoutOf = <T>(list: readonly T[], isSame: (one: T) => boolean): readonly T[] => list.filter((one) => !isSame(one));

/** Nominations of enterprises and persons, with the opinions of agencies and what was found of the conditions. */
export function createNominationKeeping({ nominations, register, rules, log, runOnce }: NominationKeepingOptions) {
  async function keep(
    session: Session,
    record: NominationRecord,
    { actor, cause, reason }: { actor: string; cause: string; reason?: string },
  ) {
    const before = await nominations.find(record, session);
    const { lastPosition, recordedAt } = await log.append(session, record.board, [
      {
        ...{ aggregate: `nomination:${nominationName(record)}`, aggregateVersion: record.version },
        ...{ type: emulationAwardEvents.nominated.type, payload: messageOf(record), actor, cause },
        ...(before ? { before: messageOf(before) } : {}),
        ...(reason === undefined ? {} : { reason }),
      },
    ]);
    await nominations.save(session, record);
    return { response: { nomination: nominationName(record), version: record.version }, lastPosition, recordedAt };
  }

  /** The next version of a nomination, which nobody has awarded yet. */
  async function change<Content>(
    command: Command<{ readonly year: number; readonly number: number } & Content>,
    { next, reason }: { readonly next: (record: NominationRecord) => NominationRecord; readonly reason?: string },
  ): Promise<OnceResult<NominationAnswer>> {
    const { board, year, number, actor } = command;
    return runOnce(command, async (session) => {
      const record = await nominations.find({ board, year, number }, session);
      if (!record) throw unknownNomination();
      const { award } = stateOf(record, rules, await register.ofNominees(board, year, session));
      if (award)
        throw precondition('already_awarded', {
          vi: `Đã khen theo Quyết định số ${award.decision.number}`,
          en: `Awarded already by the decision ${award.decision.number}`,
        });
      return keep(
        session,
        { ...next(record), version: record.version + 1 },
        { actor, cause: `http:${command.key}`, ...(reason === undefined ? {} : { reason }) },
      );
    });
  }

  return {
    /** @throws DomainError invalid, see `checkNomination` */
    async nominate(command: Command<NominationContent & { readonly year: number }>): Promise<OnceResult<NominationAnswer>> {
      const { board, year, actor, form, nominee, achievement, topic, figures, points } = command;
      const content = { form, nominee, achievement, topic, figures, points };
      checkNomination(rules, content);
      return runOnce(command, async (session) => {
        const number = (await nominations.list(board, year, session)).length + 1;
        const record = { ...content, board, year, number, version: 1, opinions: [], conditions: [], recordedBy: actor };
        return keep(session, record, { actor, cause: `http:${command.key}` });
      });
    },

    /**
     * Puts other content in the place of what a nomination said; opinions and findings stay.
     * @throws DomainError not_found `unknown_nomination`; precondition `already_awarded`; invalid, see `checkNomination`
     */
    async correct(
      command: Command<NominationContent & { readonly year: number; readonly number: number; readonly reason: string }>,
    ): Promise<OnceResult<NominationAnswer>> {
      const { form, nominee, achievement, topic, figures, points, reason } = command;
      const content = { form, nominee, achievement, topic, figures, points };
      checkNomination(rules, content);
      return change(command, { next: (record) => ({ ...record, ...content }), reason });
    },

    /** @throws DomainError not_found `unknown_nomination`; precondition `already_awarded`; invalid `unknown_agency` */
    async recordOpinion(
      command: Command<{ readonly year: number; readonly number: number; readonly opinion: AgencyOpinion }>,
    ): Promise<OnceResult<NominationAnswer>> {
      const { opinion } = command;
      return change(command, {
        next: (record) => {
          if (!formOf(rules, record.form).opinions.some(({ code }) => code === opinion.agency))
            throw invalid('unknown_agency', {
              vi: `Không cần ý kiến của "${opinion.agency}"`,
              en: `No opinion of "${opinion.agency}" is needed`,
            });
          return { ...record, opinions: [...withoutOf(record.opinions, ({ agency }) => agency === opinion.agency), opinion] };
        },
      });
    },

    /** @throws DomainError not_found `unknown_nomination`; precondition `already_awarded`; invalid `unknown_condition` */
    async recordCondition(
      command: Command<{ readonly year: number; readonly number: number; readonly finding: ConditionFinding }>,
    ): Promise<OnceResult<NominationAnswer>> {
      const { finding } = command;
      return change(command, {
        next: (record) => {
          if (!formOf(rules, record.form).conditions.some(({ code }) => code === finding.condition))
            throw invalid('unknown_condition', {
              vi: `Không có điều kiện "${finding.condition}"`,
              en: `There is no condition "${finding.condition}"`,
            });
          return { ...record, conditions: [...withoutOf(record.conditions, ({ condition }) => condition === finding.condition), finding] };
        },
      });
    },

    async list(board: string, year: number): Promise<readonly NominationState[]> {
      const given = await register.ofNominees(board, year);
      return (await nominations.list(board, year)).map((nomination) => stateOf(nomination, rules, given));
    },

    /** @throws DomainError not_found `unknown_nomination` */
    async get(name: NominationName): Promise<NominationState> {
      const found = await nominations.find(name);
      if (!found) throw unknownNomination();
      return stateOf(found, rules, await register.ofNominees(name.board, name.year));
    },

    rules: (): EnterpriseRules => rules,
  };
}

export type NominationKeeping = ReturnType<typeof createNominationKeeping>;
