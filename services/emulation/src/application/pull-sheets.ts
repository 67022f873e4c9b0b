import { setMaxListeners } from 'node:events';
import type { Clock, Instant } from '@kcn/kernel';
import type { CallFailure } from '../domain/pull/call-failure';
import type { PeerAnswer } from '../domain/pull/judge-answer';
import type { Ask, MemberOutcome, Pull } from '../domain/pull/pull';
import { closePull, markAnswered, markAsked, markFailed, nextSteps, resumePull } from '../domain/pull/pull';

/** What a pull needs of the world. */
export interface PullPorts {
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Resolves at the instant, or when the signal aborts. */
  readonly sleepUntil: (at: Instant, signal: AbortSignal) => Promise<void>;
  /** Asks one member; never rejects, whatever the member does. */
  readonly ask: (
    ask: Ask & { readonly bloc: string; readonly year: number; readonly signal: AbortSignal },
  ) => Promise<PeerAnswer | CallFailure>;
  /** Judges what came at that instant and keeps it: the answer's effect, in one transaction. */
  readonly take: (member: string, answer: PeerAnswer, receivedAt: Instant) => Promise<MemberOutcome>;
  /** Keeps the pull, so that another process can go on with it. */
  readonly save: (pull: Pull) => Promise<void>;
  /** Aborted when this process is to leave the pull where it is. */
  readonly stopping?: AbortSignal;
}

/**
 * Runs a pull to its end: asks all members side by side, each at its own pace, and stops at the deadline with whatever has
 * come by then. A member that is slow, away or lying costs one place among `concurrency` for a while and nobody else's result.
 * When told to stop, it takes what is being taken and leaves the pull open for another process.
 * @throws what `take` or `save` threw, once the others are through
 */
export async function pullSheets(begun: Pull, ports: PullPorts): Promise<Pull> {
  const { clock, random, sleepUntil, ask, take, save, stopping } = ports;
  const ending = new AbortController();
  // One for each call under way, whatever their number.
  setMaxListeners(0, ending.signal);
  const ended = untilAborted(ending.signal);
  const faults: unknown[] = [];
  let pull = begun;
  let happened = new AbortController();
  const running = new Set<Promise<void>>();

  const askOne = async (request: Ask): Promise<void> => {
    const { member } = request;
    const fail = (failure: CallFailure): void => {
      // What a call says that we broke off ourselves is no word of the member's.
      if (ending.signal.aborted) return;
      pull = markFailed(pull, { member, failure, now: clock.now(), jitter: random() });
    };
    try {
      const answer = await Promise.race([ask({ ...request, bloc: pull.bloc, year: pull.year, signal: ending.signal }), ended]);
      if ('kind' in answer) fail(answer);
      else {
        const outcome = await take(member, answer, clock.now());
        pull = markAnswered(pull, member, outcome);
      }
    } catch (error) {
      faults.push(error);
      fail({ kind: 'own-failure', reason: error instanceof Error ? error.name : 'unknown' });
    } finally {
      happened.abort();
    }
  };

  // One at a time, and what has happened meanwhile with the next: nobody is asked later because the state is being written.
  let saving: Promise<void> | undefined;
  let isSaved = true;
  const keep = (): void => {
    isSaved = false;
    saving ??= (async () => {
      try {
        while (!isSaved) {
          isSaved = true;
          await save(pull);
        }
      } catch (error) {
        faults.push(error);
      } finally {
        saving = undefined;
      }
    })();
  };

  const wake = (): void => happened.abort();
  stopping?.addEventListener('abort', wake, { once: true });
  for (let steps = nextSteps(pull, clock.now()); !steps.isOver && !isStopping(ports); steps = nextSteps(pull, clock.now())) {
    happened = new AbortController();
    for (const request of steps.ask) {
      pull = markAsked(pull, request.member, clock.now());
      const run = askOne(request).finally(() => running.delete(run));
      running.add(run);
    }
    keep();
    await sleepUntil(steps.wakeAt, happened.signal);
  }
  stopping?.removeEventListener('abort', wake);
  const isLeft = isStopping(ports);
  ending.abort();
  // What was received in time is still taken; calls under way have ended with the signal.
  await Promise.all(running);
  await saving;
  pull = isLeft ? resumePull(pull) : closePull(pull);
  await save(pull);
  if (faults.length > 0) throw faults.length === 1 ? faults[0] : new AggregateError(faults, 'several members could not be taken');
  return pull;
}

const isStopping = ({ stopping }: PullPorts): boolean => stopping?.aborted === true;

const untilAborted = (signal: AbortSignal): Promise<CallFailure> =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve({ kind: 'no-answer-in-time', reason: 'pull-deadline' }), { once: true });
  });
