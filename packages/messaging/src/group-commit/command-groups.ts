import { unavailable } from '@kcn/kernel';
import { currentTraceparent } from '@kcn/service-kit';
import { noCrashPoints } from '../crash-points/crash-points';
import type { CrashPoints } from '../crash-points/crash-points';
import type { IdempotencyStore } from '../idempotency/idempotency-store';
import type { EventLog } from '../log/event-log';
import type { Connection } from '../mongo/database';
import { databaseUnavailable, isPrimaryMissing } from '../mongo/mongo-errors';
import type { Command, CommandOutcome, UnitStore } from './command';
import { formGroup } from './form-group';
import { settleGroup } from './settle-group';
import type { Settlement } from './run-group';

export interface CommandGroupsOptions<S> {
  readonly connection: Connection;
  readonly log: EventLog;
  readonly store: UnitStore<S>;
  readonly idempotency: IdempotencyStore;
  /** Default 64. */
  readonly maxGroupSize?: number;
  /** Commands that may wait, over all boards; more are refused with `unavailable`. Default 4,096. */
  readonly maxQueued?: number;
  readonly crashPoints?: CrashPoints;
  /** Monotonic milliseconds, the time base of `Command.deadlineMs`; default `performance.now`. */
  readonly monotonicNow?: () => number;
}

export interface CommandGroups<S> {
  /**
   * Runs one command together with whatever else waits for the same board. Settles at the latest at the command's
   * deadline; a command in hand by then answers `commit_outcome_unknown` and may still have its effect.
   * @throws DomainError what `decide` refused; invalid `idempotency_key_reused`; unavailable `overloaded`,
   *   `deadline_exceeded`, `commit_outcome_unknown`, `database_unavailable`, `stopping`
   */
  execute(command: Command<S>): Promise<CommandOutcome>;
  /** Refuses new commands and waits for those in hand. */
  stop(): Promise<void>;
}

interface Waiting<S> {
  readonly command: Command<S>;
  readonly unit: string;
  readonly refs?: readonly string[];
  readonly idempotencyKey?: string;
  settle(settlement: Settlement): void;
}

const overloaded = () =>
  unavailable('overloaded', { vi: 'Hệ thống đang quá tải, hãy thử lại sau', en: 'The service is overloaded, try again later' });
const stopping = () => unavailable('stopping', { vi: 'Dịch vụ đang dừng, hãy thử lại', en: 'The service is stopping, try again' });
const expired = () =>
  unavailable('deadline_exceeded', {
    vi: 'Yêu cầu đã quá thời hạn chờ và chưa được thực hiện',
    en: 'The command was dropped past its deadline; it had no effect',
  });
const undecided = () =>
  unavailable('commit_outcome_unknown', {
    vi: 'Hết thời hạn chờ, chưa rõ thay đổi đã được ghi hay chưa; hãy gửi lại với cùng khoá Idempotency-Key',
    en: 'Timed out while the change was being written; send it again with the same Idempotency-Key',
  });

/**
 * Group commit: commands of one board that arrive while an earlier group is committing share the next transaction, so the
 * price of a durable commit is paid once for many. It never waits to fill a group.
 */
export function createCommandGroups<S>(options: CommandGroupsOptions<S>): CommandGroups<S> {
  const maxGroupSize = options.maxGroupSize ?? 64;
  const maxQueued = options.maxQueued ?? 4_096;
  const now = options.monotonicNow ?? (() => performance.now());
  const runner = { ...options, crashPoints: options.crashPoints ?? noCrashPoints, now, lastPositions: new Map<string, number>() };
  const queues = new Map<string, Waiting<S>[]>();
  const busy = new Map<string, Promise<void>>();
  let queued = 0;
  let stopped = false;

  /** Works off a board's queue, group after group; one such loop runs per board. */
  async function work(board: string): Promise<void> {
    for (;;) {
      const live = dropExpired(queues.get(board) ?? []);
      if (live.length === 0) break;
      const { group, rest } = formGroup(live, maxGroupSize);
      queues.set(board, rest);
      queued -= group.length;
      const settlements = await settleGroup(
        runner,
        board,
        group.map((waiting) => waiting.command),
      );
      group.forEach((waiting, index) => waiting.settle(settlements[index] ?? { ok: false, error: undecided() }));
      for (const settlement of settlements)
        if (!settlement.ok && isPrimaryMissing(settlement.error)) refuseWaiting(board, settlement.error);
    }
    queues.delete(board);
    busy.delete(board);
  }

  /** Those that waited while a primary was looked for in vain are not made to wait for another look. */
  function refuseWaiting(board: string, cause: unknown): void {
    const waiting = queues.get(board) ?? [];
    queues.set(board, []);
    queued -= waiting.length;
    waiting.forEach((one) => one.settle({ ok: false, error: databaseUnavailable(cause) }));
  }

  function dropExpired(queue: readonly Waiting<S>[]): Waiting<S>[] {
    const time = now();
    return queue.filter((waiting) => {
      if (waiting.command.deadlineMs > time) return true;
      queued -= 1;
      waiting.settle({ ok: false, error: expired() });
      return false;
    });
  }

  function enqueue(command: Command<S>, settle: (settlement: Settlement) => void): void {
    const waiting: Waiting<S> = {
      command,
      unit: command.unit,
      ...(command.refs ? { refs: command.refs } : {}),
      ...(command.idempotency ? { idempotencyKey: command.idempotency.key } : {}),
      settle,
    };
    queued += 1;
    const queue = queues.get(command.board);
    if (queue) queue.push(waiting);
    else queues.set(command.board, [waiting]);
    // The microtask lets requests of the same tick come along in the first group.
    if (!busy.has(command.board))
      busy.set(
        command.board,
        Promise.resolve().then(() => work(command.board)),
      );
  }

  return {
    execute(given) {
      const traceparent = currentTraceparent();
      const command = traceparent === undefined ? given : { traceparent, ...given };
      if (stopped) return Promise.reject(stopping());
      if (queued >= maxQueued) return Promise.reject(overloaded());
      const leftMs = command.deadlineMs - now();
      if (leftMs <= 0) return Promise.reject(expired());
      return new Promise<CommandOutcome>((resolve, reject) => {
        const timer = setTimeout(() => {
          // Still queued: the loop drops it before it can have an effect. In hand: nobody can tell yet.
          const waits = queues.get(command.board)?.some((waiting) => waiting.command === command) ?? false;
          reject(waits ? expired() : undecided());
        }, leftMs + 1);
        enqueue(command, (settlement) => {
          clearTimeout(timer);
          if (settlement.ok) resolve(settlement.outcome);
          else reject(settlement.error instanceof Error ? settlement.error : new Error(String(settlement.error)));
        });
      });
    },

    async stop() {
      stopped = true;
      await Promise.all(busy.values());
    },
  };
}
