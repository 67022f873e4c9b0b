import type { Instant } from '@kcn/kernel';
import type { Judgement } from '../sheets/verdict';
import type { CallFailure } from './call-failure';
import { isRetryable, judgeFailure } from './call-failure';
import type { Breaker, PullPolicy } from './pull-policy';
import { CLOSED_BREAKER, backoffMs, msBetween, plusMs, tripped } from './pull-policy';

/** A verdict without the sheet's content, which is kept elsewhere. */
export type Verdicted = Omit<Judgement, 'sheet'> & { readonly revision?: number };

/** How a member came out of a pull. */
export type MemberOutcome =
  /** What was received, oldest first; the newest is what the member stands by. */
  | { readonly kind: 'judged'; readonly judgements: readonly Verdicted[] }
  /** It answered that there is nothing after the revision that was accepted. */
  | { readonly kind: 'unchanged' }
  /** It answered that it has signed none yet. */
  | { readonly kind: 'no-sheet' };

export interface MemberPull {
  readonly member: string;
  /** The last accepted revision: only what is newer is asked for. */
  readonly since: number;
  readonly phase: 'waiting' | 'asking' | 'done';
  readonly attempts: number;
  /** When the call under way began. */
  readonly askedAt?: Instant;
  /** Not asked before; absent: at once. */
  readonly notBefore?: Instant;
  readonly breaker: Breaker;
  readonly lastFailure?: CallFailure;
  /** Set when done. */
  readonly outcome?: MemberOutcome;
}

/**
 * A pull of all members as a value: what was asked, what came, what is tried again when. Whoever runs it does what
 * `nextSteps` says and reports what happened; a stored pull goes on where it stopped.
 */
export interface Pull {
  readonly bloc: string;
  readonly year: number;
  readonly startedAt: Instant;
  /** Nothing is waited for after it. */
  readonly deadline: Instant;
  readonly policy: PullPolicy;
  readonly members: readonly MemberPull[];
}

export interface BeginPull extends Pick<Pull, 'bloc' | 'year' | 'startedAt' | 'deadline' | 'policy'> {
  readonly members: readonly { readonly member: string; readonly since: number; readonly breaker?: Breaker }[];
}

export const beginPull = ({ members, ...rest }: BeginPull): Pull => ({
  ...rest,
  members: members.map(({ member, since, breaker = CLOSED_BREAKER }) => ({
    member,
    since,
    phase: 'waiting',
    attempts: 0,
    breaker,
    ...(breaker.openUntil === undefined ? {} : { notBefore: breaker.openUntil }),
  })),
});

export interface Ask {
  readonly member: string;
  readonly since: number;
  readonly timeoutMs: number;
}

export interface NextSteps {
  readonly ask: readonly Ask[];
  /** When to look again though nothing has happened. */
  readonly wakeAt: Instant;
  readonly isOver: boolean;
}

const isDone = ({ phase }: MemberPull): boolean => phase === 'done';
const isDue = ({ phase, notBefore }: MemberPull, now: Instant): boolean =>
  phase === 'waiting' && (notBefore === undefined || notBefore <= now);

/** When a call under way gives up its place; undefined for one that has done so, and where none is under way. */
function slowAt({ phase, askedAt }: MemberPull, { slowAfterMs }: PullPolicy, now: Instant): Instant | undefined {
  const at = phase === 'asking' && askedAt !== undefined ? plusMs(askedAt, slowAfterMs) : undefined;
  return at !== undefined && at > now ? at : undefined;
}

/** Whom to ask now. Members are asked in the bloc's order, those that have been asked least first. */
export function nextSteps(pull: Pull, now: Instant): NextSteps {
  const { members, policy, deadline } = pull;
  const quickUntil = members.flatMap((member) => slowAt(member, policy, now) ?? []);
  const free = policy.concurrency - quickUntil.length;
  const timeoutMs = Math.min(policy.callTimeoutMs, msBetween(now, deadline));
  const ask =
    now >= deadline
      ? []
      : members
          .filter((member) => isDue(member, now))
          .toSorted((a, b) => a.attempts - b.attempts)
          .slice(0, Math.max(0, free))
          .map(({ member, since }) => ({ member, since, timeoutMs }));
  const waits = members.flatMap(({ phase, notBefore }) =>
    phase === 'waiting' && notBefore !== undefined && notBefore > now ? [notBefore] : [],
  );
  const wakeAt = [...waits, ...quickUntil].reduce((earliest, at) => (at < earliest ? at : earliest), deadline);
  return { ask, wakeAt, isOver: members.every(isDone) || now >= deadline };
}

const change = (pull: Pull, member: string, to: (before: MemberPull) => MemberPull): Pull => ({
  ...pull,
  // What comes after a member is done (an answer after the deadline) changes nothing.
  members: pull.members.map((before) => (before.member === member && !isDone(before) ? to(before) : before)),
});

export const markAsked = (pull: Pull, member: string, now: Instant): Pull =>
  change(pull, member, ({ notBefore: _past, ...before }) => ({ ...before, phase: 'asking', askedAt: now, attempts: before.attempts + 1 }));

/** An answer came, whatever it was worth: the member can be reached. */
export const markAnswered = (pull: Pull, member: string, outcome: MemberOutcome): Pull =>
  change(pull, member, (before) => ({ ...before, phase: 'done', breaker: CLOSED_BREAKER, outcome }));

export interface Failed {
  readonly member: string;
  readonly failure: CallFailure;
  readonly now: Instant;
  /** From 0 up to 1. */
  readonly jitter: number;
}

/** No answer: tried again if that may help and there is time, else the failure is the member's verdict. */
export function markFailed(pull: Pull, { member, failure, now, jitter }: Failed): Pull {
  const { policy, deadline } = pull;
  return change(pull, member, (before) => {
    // A member that refuses, or whose certificate is wrong, can be reached; asking it less helps nobody.
    const breaker = isRetryable(failure) ? tripped(before.breaker, policy, now) : CLOSED_BREAKER;
    const failed: MemberPull = { ...before, breaker, lastFailure: failure };
    const backedOff = plusMs(now, backoffMs(policy, { attempts: before.attempts, jitter }));
    const notBefore = breaker.openUntil !== undefined && breaker.openUntil > backedOff ? breaker.openUntil : backedOff;
    const goesOn = isRetryable(failure) && before.attempts < policy.maxAttempts && notBefore < deadline;
    return goesOn ? { ...failed, phase: 'waiting', notBefore } : { ...failed, phase: 'done', outcome: judgedAs(failure) };
  });
}

const judgedAs = (failure: CallFailure): MemberOutcome => ({ kind: 'judged', judgements: [judgeFailure(failure)] });

/**
 * The deadline has come: whoever has not answered is late if it was being asked, else as its last failure says. A member that
 * could not be reached before stays so, whether or not it was just being tried again.
 */
export const closePull = (pull: Pull): Pull => ({
  ...pull,
  members: pull.members.map((before) => {
    if (isDone(before)) return before;
    const failure: CallFailure =
      before.phase === 'asking' && before.lastFailure?.kind !== 'no-connection'
        ? { kind: 'no-answer-in-time', reason: 'pull-deadline' }
        : (before.lastFailure ?? { kind: 'no-connection', reason: 'not-asked-before-deadline' });
    return { ...before, phase: 'done', lastFailure: failure, outcome: judgedAs(failure) };
  }),
});

/** A stored pull whose process ended: calls that were under way are asked again. */
export const resumePull = (pull: Pull): Pull => ({
  ...pull,
  members: pull.members.map((member) => (member.phase === 'asking' ? { ...member, phase: 'waiting' } : member)),
});
