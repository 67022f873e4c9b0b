import { setTimeout as delay } from 'node:timers/promises';
import { DomainError } from '@kcn/kernel';
import { isDatabaseAway, isPrimaryMissing } from '../mongo/mongo-errors';
import { isCommitOutcomeUnknown } from '../transactions/in-transaction';
import type { Command } from './command';
import { runGroup, settleByKeys } from './run-group';
import type { GroupRunnerOptions, Settlement } from './run-group';

const ASK_AGAIN_MS = 50;

export type SettleOptions<S> = Omit<GroupRunnerOptions<S>, 'retryForMs'> & { readonly now: () => number };

/**
 * Runs a group and settles every command of it, whatever happens; never throws. When the group's transaction fails, each
 * command is tried alone, so that a bad one spoils nothing for the others.
 */
export async function settleGroup<S>(options: SettleOptions<S>, board: string, commands: readonly Command<S>[]): Promise<Settlement[]> {
  // Half of the time that is left, so that there is time to find out what became of a commit whose answer is lost.
  const retryForMs = Math.max(0, lastDeadlineMs(commands) - options.now()) / 2;
  try {
    return await runGroup({ ...options, retryForMs }, board, commands);
  } catch (error) {
    if (isCommitOutcomeUnknown(error)) return settleUnknown(options, board, commands, error);
    if (cannotHelpAlone(error)) return commands.map(() => ({ ok: false, error }));
    if (commands.length === 1) return settleAlone(options, board, commands, error);
    const settlements: Settlement[] = [];
    for (const command of commands) settlements.push(...(await settleGroup(options, board, [command])));
    return settlements;
  }
}

const cannotHelpAlone = (error: unknown): boolean =>
  error instanceof DomainError && error.category === 'unavailable' && isDatabaseAway(error.cause);

/** A lone command that fails may have lost a race against its twin in another process; then the key tells. */
async function settleAlone<S>(
  options: SettleOptions<S>,
  board: string,
  commands: readonly Command<S>[],
  error: unknown,
): Promise<Settlement[]> {
  const [settlement] = await settleByKeys(options.idempotency, board, commands).catch(() => []);
  return [settlement ?? { ok: false, error }];
}

/**
 * The commit was sent, and its fate is not known. Once no transaction of the board is in flight any more, the keys tell
 * what happened: a command whose key is not there had no effect and is run again. One without a key stays unknown.
 */
async function settleUnknown<S>(
  options: SettleOptions<S>,
  board: string,
  commands: readonly Command<S>[],
  error: unknown,
): Promise<Settlement[]> {
  // A primary was just looked for in vain: the client is told so now, and finds out by repeating under its key.
  const known = isPrimaryMissing(error) ? undefined : await findOut(options, board, commands);
  const settlements: Settlement[] = [];
  for (const [index, command] of commands.entries()) {
    const settlement = known?.[index];
    if (settlement) settlements.push(settlement);
    else if (known && command.idempotency && command.deadlineMs > options.now())
      settlements.push(...(await settleGroup(options, board, [command])));
    else settlements.push({ ok: false, error });
  }
  return settlements;
}

/** @returns undefined when the database stays away */
async function findOut<S>(
  { log, idempotency, now }: SettleOptions<S>,
  board: string,
  commands: readonly Command<S>[],
): Promise<(Settlement | undefined)[] | undefined> {
  const giveUpAt = lastDeadlineMs(commands);
  do {
    try {
      await log.settleInFlight(board);
      return await settleByKeys(idempotency, board, commands);
    } catch (error) {
      if (isPrimaryMissing(error)) return undefined;
      await delay(ASK_AGAIN_MS);
    }
  } while (now() < giveUpAt);
  return undefined;
}

const lastDeadlineMs = <S>(commands: readonly Command<S>[]): number => Math.max(...commands.map((command) => command.deadlineMs));
