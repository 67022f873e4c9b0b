import type { CrashPoints } from '../crash-points/crash-points';
import { checkSameRequest } from '../idempotency/idempotency-store';
import type { IdempotencyStore, RememberedCommand } from '../idempotency/idempotency-store';
import type { AppendResult, EventLog } from '../log/event-log';
import { checkNewEvents } from '../log/check-new-events';
import type { LogEntry, NewEvent } from '../log/log-entry';
import type { Connection, Session } from '../mongo/database';
import { isDuplicateKey } from '../mongo/mongo-errors';
import { inTransaction } from '../transactions/in-transaction';
import type { Command, CommandOutcome, LoadedUnit, UnitChange, UnitStore } from './command';

/** How one command of a group ended. */
export type Settlement = { readonly ok: true; readonly outcome: CommandOutcome } | { readonly ok: false; readonly error: unknown };

export interface GroupRunnerOptions<S> {
  readonly connection: Connection;
  readonly log: EventLog;
  readonly store: UnitStore<S>;
  readonly idempotency: IdempotencyStore;
  readonly crashPoints: CrashPoints;
  readonly retryForMs: number;
  /** Where this runner's last transaction left each board's log. */
  readonly lastPositions: Map<string, number>;
}

interface Decided<S> {
  readonly index: number;
  readonly command: Command<S>;
  readonly before: LoadedUnit<S> | undefined;
  readonly after: S;
  readonly events: readonly NewEvent[];
  readonly response: CommandOutcome['response'];
}

const replayed = ({ response, lastPosition, recordedAt }: RememberedCommand): CommandOutcome => ({
  response,
  replayed: true,
  ...(lastPosition === undefined ? {} : { lastPosition }),
  ...(recordedAt === undefined ? {} : { recordedAt }),
});

const attempt = (work: () => CommandOutcome): Settlement => {
  try {
    return { ok: true, outcome: work() };
  } catch (error) {
    return { ok: false, error };
  }
};

/** Replays and refusals that idempotency keys alone decide; undefined where the command has to be run. */
export async function settleByKeys<S>(
  idempotency: IdempotencyStore,
  board: string,
  commands: readonly Command<S>[],
  session?: Session,
): Promise<(Settlement | undefined)[]> {
  const keys = commands.flatMap((command) => (command.idempotency ? [command.idempotency.key] : []));
  const known = await idempotency.findMany(session, board, keys);
  return commands.map(({ idempotency: own }) => {
    const remembered = own && known.get(own.key);
    return remembered && attempt(() => replayed(checkSameRequest(remembered, own.requestHash)));
  });
}

/** No command of the group wrote an event, so the positions taken for them have to be given back. */
class NothingToWrite extends Error {}

/**
 * Runs a group of commands of one board in one transaction: one load, one append, one save, one insert of keys. Keys are
 * not looked up first, because nearly every one is new: one that is there refuses the transaction, and then they are.
 *
 * The load does not wait for the transaction either. Nearly always nobody else has written to the board since our last
 * transaction; then what is read after that one is the newest state, and stays so once the head is ours. The head says
 * whether it was so: it is raised by every change of the board. Where it was not, units are loaded again within the transaction.
 * The settlements stand in the order of the commands.
 * @throws what makes the whole transaction fail
 */
export async function runGroup<S>(options: GroupRunnerOptions<S>, board: string, commands: readonly Command<S>[]): Promise<Settlement[]> {
  const none = commands.map(() => undefined);
  try {
    return await commitGroup(options, board, commands, none);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const known = await settleByKeys(options.idempotency, board, commands);
    if (known.every((settlement) => settlement === undefined)) throw error;
    return commitGroup(options, board, commands, known);
  }
}

async function commitGroup<S>(
  options: GroupRunnerOptions<S>,
  board: string,
  commands: readonly Command<S>[],
  known: readonly (Settlement | undefined)[],
): Promise<Settlement[]> {
  const settled = known.filter((settlement) => settlement !== undefined);
  if (settled.length === commands.length) return settled;
  const { connection, crashPoints, retryForMs, lastPositions } = options;
  const lastPosition = lastPositions.get(board);
  const run = (after: number | undefined): Promise<Settlement[]> =>
    inTransaction(connection, (session) => runInSession(options, session, { board, commands, known, after }), {
      retryForMs,
      outlastAbsence: false,
    });
  const settlements = await run(lastPosition).catch((error: unknown) => {
    if (error instanceof NothingToWrite) return run(undefined);
    throw error;
  });
  for (const settlement of settlements)
    if (settlement.ok && settlement.outcome.lastPosition !== undefined && !settlement.outcome.replayed)
      lastPositions.set(board, Math.max(settlement.outcome.lastPosition, lastPositions.get(board) ?? 0));
  await crashPoints.reach('after-commit-before-answer');
  return settlements;
}

interface GroupRun<S> {
  readonly board: string;
  readonly commands: readonly Command<S>[];
  readonly known: readonly (Settlement | undefined)[];
  /** Position of the board's log after which nothing has probably been written; undefined when there is no telling. */
  readonly after: number | undefined;
}

async function runInSession<S>(
  { log, store, idempotency, crashPoints }: GroupRunnerOptions<S>,
  session: Session,
  { board, commands, known, after }: GroupRun<S>,
): Promise<Settlement[]> {
  const settlements: (Settlement | undefined)[] = [...known];
  const open = commands.filter((_command, index) => !known[index]);
  const units = [...new Set(open.flatMap((command) => [command.unit, ...(command.refs ?? [])]))];
  let reserved: AppendResult | undefined;
  let loaded: ReadonlyMap<string, LoadedUnit<S>> | undefined;
  if (after !== undefined) {
    const early = store.load(undefined, board, units).catch(() => undefined);
    // One event a command, as nearly always.
    reserved = await log.reserve(session, board, open.length);
    const read = await early;
    if (reserved.firstPosition === after + 1) loaded = read;
  }
  loaded ??= await store.load(session, board, units);

  const state = loaded;
  const decided: Decided<S>[] = [];
  commands.forEach((command, index) => {
    if (settlements[index]) return;
    try {
      decided.push(decide(command, index, state));
    } catch (error) {
      settlements[index] = { ok: false, error };
    }
  });
  await replayRefused(idempotency, session, board, commands, settlements);

  const events = decided.flatMap((one) => one.events);
  if (events.length === 0 && reserved) throw new NothingToWrite();
  const appended =
    events.length === 0
      ? undefined
      : reserved
        ? await log.fill(session, board, reserved, events)
        : await log.append(session, board, events);
  const changes: UnitChange<S>[] = [];
  const toRemember: RememberedCommand[] = [];
  let next = appended?.firstPosition ?? 0;
  for (const one of decided) {
    const { command, response, after, before } = one;
    const version = (before?.version ?? 0) + one.events.length;
    const positions =
      one.events.length > 0 && appended
        ? { firstPosition: next, lastPosition: next + one.events.length - 1, recordedAt: appended.recordedAt }
        : undefined;
    if (positions) {
      const { firstPosition, recordedAt } = positions;
      const entries = one.events.map((event, offset): LogEntry => ({ ...event, board, position: firstPosition + offset, recordedAt }));
      changes.push({ unit: command.unit, ...(before ? { before } : {}), after, version, ...positions, events: entries });
      next += entries.length;
    }
    if (command.idempotency) {
      const { firstPosition: _first, ...last } = positions ?? { firstPosition: 0 };
      toRemember.push({ board, ...command.idempotency, response, ...last });
    }
    settlements[one.index] = { ok: true, outcome: { response, replayed: false, version, ...positions } };
  }
  if (changes.length > 0) await store.save(session, board, changes);
  await idempotency.rememberMany(session, toRemember);
  await crashPoints.reach('before-commit');
  return settlements.map((settlement) => settlement ?? { ok: false, error: new Error('a command of the group was not settled') });
}

/** A command is also refused because its own first try had its effect; then it gets that one's answer. */
async function replayRefused<S>(
  idempotency: IdempotencyStore,
  session: Session,
  board: string,
  commands: readonly Command<S>[],
  settlements: (Settlement | undefined)[],
): Promise<void> {
  const refused = [...commands.entries()].filter(([index, { idempotency: own }]) => own && settlements[index]?.ok === false);
  if (refused.length === 0) return;
  const replays = await settleByKeys(
    idempotency,
    board,
    refused.map(([, command]) => command),
    session,
  );
  refused.forEach(([index], at) => {
    const replay = replays[at];
    if (replay) settlements[index] = replay;
  });
}

function decide<S>(command: Command<S>, index: number, loaded: ReadonlyMap<string, LoadedUnit<S>>): Decided<S> {
  const before = loaded.get(command.unit);
  const refs = new Map<string, S>();
  for (const ref of command.refs ?? []) {
    const unit = loaded.get(ref);
    if (unit) refs.set(ref, unit.state);
  }
  const version = before?.version ?? 0;
  const decision = command.decide(before?.state, refs, { version });
  const trace = command.traceparent === undefined ? undefined : { traceparent: command.traceparent };
  const events = decision.events.map(
    (event, offset): NewEvent => ({ ...event, ...trace, aggregate: command.unit, aggregateVersion: version + offset + 1 }),
  );
  if (events.length > 0) checkNewEvents(events);
  return { index, command, before, after: decision.state, events, response: decision.response };
}
