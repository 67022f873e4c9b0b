import type { DetailCode, Judgement, Verdict } from '../sheets/verdict';
import { detail, judgement } from '../sheets/verdict';

/** Why a call to a member brought no answer. */
export type FailureKind =
  | 'no-connection'
  | 'no-answer-in-time'
  | 'refused-by-member'
  | 'failed-at-member'
  | 'peer-not-trusted'
  | 'peer-certificate-expired'
  | 'broken-answer'
  /** The one that pulls could not keep what came. */
  | 'own-failure';

export interface CallFailure {
  readonly kind: FailureKind;
  /** For the operator: what the transport said. */
  readonly reason: string;
}

interface Meaning {
  readonly verdict: Verdict;
  readonly detail: DetailCode;
  /** Only what may pass by itself is tried again. */
  readonly isRetryable: boolean;
}

/** Unreachable says nothing about a member's work: it is never a veto and never 0 points. */
const MEANINGS: Readonly<Record<FailureKind, Meaning>> = {
  'no-connection': { verdict: 'unreachable', detail: 'no-connection', isRetryable: true },
  'no-answer-in-time': { verdict: 'late', detail: 'no-answer-in-time', isRetryable: true },
  'refused-by-member': { verdict: 'unreachable', detail: 'refused-by-member', isRetryable: false },
  'failed-at-member': { verdict: 'unreachable', detail: 'failed-at-member', isRetryable: false },
  'peer-not-trusted': { verdict: 'unreachable', detail: 'peer-not-trusted', isRetryable: false },
  'peer-certificate-expired': { verdict: 'expired-certificate', detail: 'peer-certificate-expired', isRetryable: false },
  'broken-answer': { verdict: 'bad-signature', detail: 'broken-answer', isRetryable: false },
  'own-failure': { verdict: 'unreachable', detail: 'own-failure', isRetryable: false },
};

export const isRetryable = ({ kind }: CallFailure): boolean => MEANINGS[kind].isRetryable;

export function judgeFailure({ kind, reason }: CallFailure): Judgement {
  const meaning = MEANINGS[kind];
  return judgement(meaning.verdict, [detail(meaning.detail, { actual: reason })]);
}
