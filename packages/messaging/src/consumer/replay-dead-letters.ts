import type { LogEntry } from '../log/log-entry';
import { inTransaction } from '../transactions/in-transaction';
import { applyIsolating } from './apply-isolating';
import type { BatchParts } from './apply-batch';
import type { Applier, ApplyResult, ReplayResult } from './applier-types';
import { groupBy } from './group-by';

export interface ReplayParts {
  readonly parts: BatchParts;
  checkEvent(event: LogEntry, failures: Map<number, unknown>): void;
  inboxOf(board: string, scope: string | undefined): Promise<{ scope: string; inbox: string }>;
  onApplied(result: ApplyResult): void;
}

/** Gives each dead-lettered aggregate another try, together with all that is parked behind it. */
export function createReplay({ parts, checkEvent, inboxOf, onApplied }: ReplayParts): Applier['replayDeadLetters'] {
  return async (board, { scope, readEntry } = {}): Promise<ReplayResult> => {
    const target = await inboxOf(board, scope);
    const open = await parts.deadLetters.listOpen(target.inbox);
    let replayed = 0;
    for (const [aggregate, letters] of groupBy(open, (one) => one.aggregate)) {
      const stored = await inTransaction(parts.connection, (session) => parts.deadLetters.load(session, target.inbox, [aggregate]));
      const events: LogEntry[] = [];
      for (const { entry } of stored) events.push((await readEntry?.(entry.position)) ?? entry);
      const failures = new Map<number, unknown>();
      for (const event of events) checkEvent(event, failures);
      const result = await applyIsolating(parts, {
        board,
        ...target,
        events,
        failures,
        done: new Set(),
        originOf: () => undefined,
        alone: false,
        replay: true,
        maxAttempts: 1,
      });
      onApplied(result);
      const stillOpen = new Set((await parts.deadLetters.listOpen(target.inbox)).map((one) => one.position));
      replayed += letters.filter((letter) => !stillOpen.has(letter.position)).length;
    }
    return { replayed, remaining: (await parts.deadLetters.listOpen(target.inbox)).length };
  };
}
