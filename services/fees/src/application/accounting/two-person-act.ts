import { forbidden, hasRole, notFound, precondition } from '@kcn/kernel';
import type { Principal } from '@kcn/kernel';
import type { CommandName, EventLog, OnceResult, RunOnce, Session } from '@kcn/messaging';
import type { PostDifference } from '../ledger/post-difference';
import type { Act, ActContent, ActKind, Acts, ContentOf } from './act';
import { confirmedEvent, proposedEvent, rejectedEvent } from './act-events';

/** An accountant has the role recorder or approver; the head has the role approver. */
export type ActingRole = 'accountant' | 'head';

export interface JudgedPlace {
  readonly session: Session;
  readonly board: string;
  /** True when it comes into force now: only then numbers are taken. */
  readonly isFinal: boolean;
  readonly proposer: string;
  /** Who puts it into force. */
  readonly confirmer: string | undefined;
}

/** What holds for acts of a kind. */
export interface ActRule<C extends ActContent = ActContent> {
  readonly proposedBy: ActingRole;
  /** Who else has to confirm it; undefined = nobody, it is in force at once. */
  readonly confirmedBy: ActingRole | undefined;
  subjectOf(content: C): string;
  /**
   * Judges it when it is proposed and again when it is confirmed.
   * @returns what is recorded
   */
  judge(content: C, place: JudgedPlace): Promise<C>;
  /** Whether it moves money, so that the ledger has to follow. */
  readonly moves: boolean;
}

export type ActRules = { readonly [K in ActKind]: ActRule<ContentOf<K>> };

const headNeeded = (): Error => forbidden('head_needed', { vi: 'Việc này cần thủ trưởng phê duyệt', en: 'The head has to do this' });
const actNotFound = (id: string): Error => notFound('act_not_found', { vi: `Không có việc "${id}"`, en: `There is no act "${id}"` });
const alreadyDecided = (id: string): Error =>
  precondition('act_already_decided', { vi: `Việc "${id}" đã được quyết định`, en: `The act "${id}" was decided already` });
const alreadyProposed = (id: string): Error =>
  precondition('act_already_proposed', {
    vi: `Việc này đã được đề nghị ("${id}") và đang chờ người thứ hai`,
    en: `This was proposed already ("${id}") and waits for a second person`,
  });

/**
 * Nobody confirms what they proposed themselves.
 * @throws DomainError forbidden `maker_is_not_checker`
 */
export function checkSecondPerson({ maker, checker }: { readonly maker: string; readonly checker: string }): void {
  if (maker !== checker) return;
  throw forbidden('maker_is_not_checker', {
    vi: 'Người lập không được tự duyệt việc của mình',
    en: 'Who proposed something may not approve it',
  });
}

function checkRole(by: Principal, role: ActingRole | undefined): void {
  if (role === 'head' && !hasRole(by, 'approver')) throw headNeeded();
}

export interface TwoPersonActsOptions {
  readonly log: EventLog;
  readonly acts: Acts;
  readonly runOnce: RunOnce;
  readonly post: PostDifference;
  readonly rules: ActRules;
}

export interface ProposeCommand {
  readonly command: CommandName;
  readonly by: Principal;
  readonly reason: string;
  /** What is proposed, worked out within the transaction. */
  readonly draw: (session: Session) => Promise<readonly ActContent[]>;
}

export interface DecideCommand {
  readonly command: CommandName;
  readonly by: Principal;
  readonly id: string;
}

interface Recorded {
  readonly response: { readonly ids: readonly string[] };
  readonly lastPosition: number;
  readonly recordedAt: Date;
}

/** Acts of one person that another confirms or rejects; those that need nobody else are in force at once. */
export function createTwoPersonActs({ log, acts, runOnce, post, rules }: TwoPersonActsOptions) {
  const ruleOf = (content: ActContent): ActRule => rules[content.kind];

  async function getProposed(session: Session, board: string, id: string): Promise<Act> {
    const act = await acts.find(session, board, id);
    if (!act) throw actNotFound(id);
    if (act.state !== 'proposed') throw alreadyDecided(id);
    return act;
  }

  async function record(session: Session, board: string, events: Parameters<EventLog['append']>[2]) {
    return log.append(session, board, events);
  }

  return {
    /**
     * @returns the ids of the acts, which then wait for another person or are in force
     * @throws DomainError forbidden `head_needed`; precondition `act_already_proposed`, and what the kind's rule throws
     */
    propose: ({ command, by, reason, draw }: ProposeCommand): Promise<OnceResult<{ readonly ids: readonly string[] }>> =>
      runOnce(command, async (session): Promise<Recorded> => {
        const { board, key } = command;
        const drawn: ActContent[] = [];
        for (const content of await draw(session)) {
          const rule = ruleOf(content);
          checkRole(by, rule.proposedBy);
          const isFinal = rule.confirmedBy === undefined;
          const proposed = await acts.findProposed(session, board, { kind: content.kind, subject: rule.subjectOf(content) });
          if (proposed) throw alreadyProposed(proposed.id);
          drawn.push(await rule.judge(content, { session, board, isFinal, proposer: by.subject, confirmer: undefined }));
        }
        const { position: head } = await log.head(board);
        const made = drawn.map(
          (content, index): Omit<Act, 'proposedAt' | 'decidedAt'> => ({
            id: `${content.kind}-${String(head + 1 + index)}`,
            content,
            subject: ruleOf(content).subjectOf(content),
            state: ruleOf(content).confirmedBy === undefined ? 'confirmed' : 'proposed',
            reason,
            proposer: by.subject,
            decider: undefined,
            position: head + 1 + index,
          }),
        );
        const { lastPosition, recordedAt } = await record(
          session,
          board,
          made.map((act) => ({
            ...(act.state === 'confirmed' ? confirmedEvent(act) : proposedEvent(act)),
            aggregate: `act:${act.id}`,
            aggregateVersion: 1,
            actor: by.subject,
            cause: `http:${key}`,
            reason,
          })),
        );
        await acts.insert(
          session,
          board,
          made.map((act) => ({ ...act, proposedAt: recordedAt, decidedAt: act.state === 'confirmed' ? recordedAt : undefined })),
        );
        const [first] = made;
        if (first && made.some(({ content, state }) => state === 'confirmed' && ruleOf(content).moves))
          await post(session, board, { cause: `act:${first.id}`, actor: by.subject, position: lastPosition });
        return { response: { ids: made.map(({ id }) => id) }, lastPosition, recordedAt };
      }),

    /**
     * A second person puts it into force.
     * @throws DomainError not_found `act_not_found`; forbidden `maker_is_not_checker`, `head_needed`;
     *   precondition `act_already_decided`, and what the kind's rule throws
     */
    confirm: ({ command, by, id }: DecideCommand): Promise<OnceResult<{ readonly ids: readonly string[] }>> =>
      runOnce(command, async (session): Promise<Recorded> => {
        const { board, key } = command;
        const act = await getProposed(session, board, id);
        checkSecondPerson({ maker: act.proposer, checker: by.subject });
        const rule = ruleOf(act.content);
        checkRole(by, rule.confirmedBy);
        const content = await rule.judge(act.content, {
          session,
          board,
          isFinal: true,
          proposer: act.proposer,
          confirmer: by.subject,
        });
        const confirmed = { ...act, content, state: 'confirmed' as const, decider: by.subject };
        const { lastPosition, recordedAt } = await record(session, board, [
          {
            ...confirmedEvent(confirmed),
            aggregate: `act:${id}`,
            aggregateVersion: 2,
            actor: by.subject,
            cause: `http:${key}`,
          },
        ]);
        await acts.decide(session, board, { ...confirmed, decidedAt: recordedAt, position: lastPosition });
        if (rule.moves) await post(session, board, { cause: `act:${id}`, actor: by.subject, position: lastPosition });
        return { response: { ids: [id] }, lastPosition, recordedAt };
      }),

    /**
     * It never comes into force. Who proposed it may take it back themselves.
     * @throws DomainError not_found `act_not_found`; precondition `act_already_decided`
     */
    reject: ({
      command,
      by,
      id,
      reason,
    }: DecideCommand & { readonly reason: string }): Promise<OnceResult<{ readonly ids: readonly string[] }>> =>
      runOnce(command, async (session): Promise<Recorded> => {
        const { board, key } = command;
        const act = await getProposed(session, board, id);
        const { lastPosition, recordedAt } = await record(session, board, [
          {
            ...rejectedEvent(id, reason),
            aggregate: `act:${id}`,
            aggregateVersion: 2,
            actor: by.subject,
            cause: `http:${key}`,
            reason,
          },
        ]);
        await acts.decide(session, board, {
          ...act,
          state: 'rejected',
          decider: by.subject,
          decidedAt: recordedAt,
          position: lastPosition,
        });
        return { response: { ids: [id] }, lastPosition, recordedAt };
      }),
  };
}

export type TwoPersonActs = ReturnType<typeof createTwoPersonActs>;
