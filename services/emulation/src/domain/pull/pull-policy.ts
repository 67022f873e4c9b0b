import type { Instant } from '@kcn/kernel';
import { instantFromDate, instantToDate } from '@kcn/kernel';

/** How a pull treats its members. */
export interface PullPolicy {
  /** Members asked at the same time, those not counted whose answer is slow in coming. */
  readonly concurrency: number;
  /** A call that is under way for longer gives its place to another: silent members never hold up the rest. */
  readonly slowAfterMs: number;
  /** Calls to one member within one pull, the first included. */
  readonly maxAttempts: number;
  /** Of one call; what is left of the pull bounds it too. */
  readonly callTimeoutMs: number;
  /** The wait before the second attempt lies between 0 and this, and the bound doubles from there. */
  readonly initialBackoffMs: number;
  readonly maxBackoffMs: number;
  /** Failures in a row, over all pulls, after which a member is left alone … */
  readonly breakerFailures: number;
  /** … for this long; then one call tries it. */
  readonly breakerOpenMs: number;
}

export const DEFAULT_PULL_POLICY: PullPolicy = {
  concurrency: 16,
  slowAfterMs: 1_000,
  maxAttempts: 6,
  callTimeoutMs: 10_000,
  initialBackoffMs: 500,
  maxBackoffMs: 30_000,
  breakerFailures: 5,
  breakerOpenMs: 15_000,
};

/** What is remembered of a member from pull to pull. */
export interface Breaker {
  readonly failuresInRow: number;
  /** It is left alone until then. */
  readonly openUntil?: Instant;
}

export const CLOSED_BREAKER: Breaker = { failuresInRow: 0 };

export const plusMs = (at: Instant, ms: number): Instant => instantFromDate(new Date(instantToDate(at).getTime() + ms));
export const msBetween = (from: Instant, to: Instant): number => instantToDate(to).getTime() - instantToDate(from).getTime();

/** Exponential with full jitter: anything between 0 and the bound is as likely, so that callers do not come back in step. */
export function backoffMs(policy: PullPolicy, { attempts, jitter }: { readonly attempts: number; readonly jitter: number }): number {
  const bound = Math.min(policy.maxBackoffMs, policy.initialBackoffMs * 2 ** (attempts - 1));
  return Math.floor(bound * jitter);
}

/** After one more failure. A breaker that was tried once and failed again opens again. */
export function tripped(breaker: Breaker, policy: PullPolicy, at: Instant): Breaker {
  const failuresInRow = breaker.failuresInRow + 1;
  return failuresInRow < policy.breakerFailures ? { failuresInRow } : { failuresInRow, openUntil: plusMs(at, policy.breakerOpenMs) };
}
