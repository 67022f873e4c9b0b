import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { DomainError, unavailable } from '@kcn/kernel';
import { placeFault } from '@kcn/layouts';
import type { ImportMode, ImportReport, ImportStatus } from '@kcn/layouts';
import type { CrashPoints, EventLog } from '@kcn/messaging';
import type { UploadedFile } from '@kcn/tables';
import { payloadOf } from '../../domain/records/record';
import type { MonotonicNow, RegistryUnits, Transact } from '../ports';
import { applyUnits } from './apply-units';
import type { Applied } from './apply-units';
import { chunkPlans } from './import-chunks';
import type { ImportSet } from './import-set';
import type { BoardLease, ImportStore, LeaseToken, StoredImport } from './import-store';
import { judgeImport } from './judge-import';
import type { UnitPlan } from './judge-import';
import { createTurns } from './turns';

export interface ImporterOptions {
  readonly readFiles: (board: string, files: readonly UploadedFile[]) => Promise<ImportSet>;
  readonly imports: ImportStore;
  readonly lease: BoardLease;
  readonly units: RegistryUnits;
  readonly log: EventLog;
  readonly transact: Transact;
  readonly monotonicNow: MonotonicNow;
  readonly crashPoints: CrashPoints;
  /** Told of an import that went on in the background and failed; it is taken up again later. */
  readonly onFailure: (error: unknown, importId: string) => void;
  /** Imports that change more records than this are answered before they are applied. Default 20,000. */
  readonly answerAtOnceAbove?: number;
  /** How long an import waits for another one of its board. Default 15,000. */
  readonly waitForBoardMs?: number;
}

export interface SubmitImport {
  readonly board: string;
  readonly mode: ImportMode;
  readonly files: readonly UploadedFile[];
  readonly actor: string;
  readonly idempotency: { readonly key: string; readonly requestHash: string };
}

export interface SubmittedImport {
  readonly report: ImportReport;
  readonly replayed: boolean;
}

export interface Importer {
  /**
   * Checks all files of an import and, unless it is a dry run, applies them: all or nothing. A report of status `applying`
   * means that it goes on by itself, whatever happens to this process.
   * @throws DomainError unavailable `import_in_progress`; invalid `idempotency_key_reused`
   */
  submit(command: SubmitImport): Promise<SubmittedImport>;
  find(board: string, importId: string): Promise<ImportReport | undefined>;
  /** Goes on with imports that another process left unfinished. @returns how many were finished */
  resumeUnfinished(): Promise<number>;
  /** Takes no new chunk; what is unfinished goes on elsewhere or after the next start. */
  stop(): Promise<void>;
}

const inProgress = (): DomainError =>
  unavailable('import_in_progress', {
    vi: 'Một lần nhập khác của ban đang được ghi, hãy thử lại sau',
    en: 'Another import of this board is being applied, try again later',
    params: { retryAfterSeconds: 5 },
  });

/** The id of the import that a key stands for: a repeated request finds the first one. */
const importIdOf = (board: string, key: string): string =>
  `imp-${createHash('sha256').update(`${board}\n${key}`).digest('hex').slice(0, 24)}`;

/** Files read and judged at the same time in this process: each may hold a million rows in memory. */
const READERS = 1;
/** While judging; far shorter than any lease. */
const RENEW_AFTER_MS = 500;

export function createImporter(options: ImporterOptions): Importer {
  const {
    readFiles,
    imports,
    lease,
    units,
    log,
    transact,
    monotonicNow,
    crashPoints,
    onFailure,
    answerAtOnceAbove = 20_000,
    waitForBoardMs = 15_000,
  } = options;
  const turns = createTurns({ places: READERS, maxWaiting: 16 });
  const running = new Map<string, Promise<void>>();
  let stopping = false;

  /** What an earlier request with the same key came to; a refused one left nothing and may be tried again. */
  async function findEarlier({ board, idempotency }: SubmitImport, importId: string): Promise<SubmittedImport | undefined> {
    const stored = await imports.find(board, importId);
    if (!stored || stored.report.status === 'refused') return undefined;
    if (stored.requestHash !== idempotency.requestHash) throw keyReused(idempotency.key);
    return { report: stored.report.status === 'applied' ? await withHead(board, stored.report) : stored.report, replayed: true };
  }

  async function waitForBoard(board: string): Promise<LeaseToken> {
    const until = monotonicNow() + waitForBoardMs;
    for (;;) {
      const token = await lease.acquire(board);
      if (token) return token;
      if (monotonicNow() > until || stopping) throw inProgress();
      await delay(100);
    }
  }

  function createRenewal(token: LeaseToken): () => Promise<void> {
    let renewedAt = monotonicNow();
    return async () => {
      if (monotonicNow() - renewedAt < RENEW_AFTER_MS) return;
      await lease.renew(token);
      renewedAt = monotonicNow();
    };
  }

  async function submit(command: SubmitImport): Promise<SubmittedImport> {
    const { board, mode, files } = command;
    const importId = importIdOf(board, command.idempotency.key);
    const earlier = await findEarlier(command, importId);
    if (earlier) return earlier;
    return turns.take(async () => {
      const set = await readFiles(board, files);
      if (mode === 'dry-run') {
        const plans = await judgeImport({ board, set, units });
        const report = reportOf({ importId, mode, status: set.ledger.errorCount > 0 ? 'refused' : 'checked', set, plans });
        await imports.keepOutcome({ board, report, actor: command.actor, requestHash: command.idempotency.requestHash });
        return { report, replayed: false };
      }
      const token = await waitForBoard(board);
      let handedOn = false;
      try {
        const twin = await findEarlier(command, importId);
        if (twin) return twin;
        const plans = await judgeImport({ board, set, units, onProgress: createRenewal(token) });
        if (set.ledger.errorCount > 0) return { report: await refuse(command, importId, set), replayed: false };
        const outcome = await applyAll(command, importId, set, plans, token);
        if (outcome.goesOn) {
          handedOn = true;
          runOn(importId, outcome.goesOn, token);
        }
        return { report: outcome.report, replayed: false };
      } finally {
        if (!handedOn) await lease.release(token);
      }
    });
  }

  async function refuse({ board, mode, actor, idempotency }: SubmitImport, importId: string, set: ImportSet): Promise<ImportReport> {
    const report = reportOf({ importId, mode, status: 'refused', set, plans: [] });
    await imports.keepOutcome({ board, report, actor, requestHash: idempotency.requestHash });
    return report;
  }

  /** Small imports are one transaction; larger ones are begun, then go on chunk by chunk. */
  async function applyAll(
    command: SubmitImport,
    importId: string,
    set: ImportSet,
    plans: readonly UnitPlan[],
    token: LeaseToken,
  ): Promise<{ readonly report: ImportReport; readonly goesOn?: () => Promise<ImportReport> }> {
    const { board, mode, actor, files, idempotency } = command;
    const stored = (report: ImportReport): StoredImport => ({ board, report, actor, requestHash: idempotency.requestHash });
    const chunks = chunkPlans(plans);
    const begun = reportOf({ importId, mode, status: 'applying', set, plans });
    if (chunks.length <= 1) {
      const report = await transact(async (session) => {
        await lease.lockBoard(session, board);
        await lease.renew(token, session);
        const applied = await applyUnits({ session, board, plans, units, log, actor, cause: `import:${importId}` });
        const finished = finish(begun, applied);
        await imports.begin(session, stored(finished));
        await crashPoints.reach('before-commit');
        return finished;
      });
      await crashPoints.reach('after-commit-before-answer');
      return { report: await withHead(board, report) };
    }
    await imports.stage(board, importId, files);
    await transact((session) => imports.begin(session, stored(begun)));
    const goOn = (): Promise<ImportReport> => applyChunks({ board, actor, report: begun, chunks, token });
    if (begun.progress.total > answerAtOnceAbove) return { report: begun, goesOn: goOn };
    return { report: await goOn() };
  }

  async function applyChunks({
    board,
    actor,
    report: begun,
    chunks,
    token,
  }: {
    readonly board: string;
    readonly actor: string;
    readonly report: ImportReport;
    readonly chunks: UnitPlan[][];
    readonly token: LeaseToken;
  }): Promise<ImportReport> {
    let report = begun;
    for (const [index, plans] of chunks.entries()) {
      if (stopping) throw inProgress();
      const isLast = index === chunks.length - 1;
      const current = report;
      report = await transact(async (session) => {
        await lease.lockBoard(session, board);
        await lease.renew(token, session);
        const applied = await applyUnits({
          session,
          board,
          plans,
          units,
          log,
          actor,
          cause: `import:${current.importId}`,
          whileWaiting: () => {
            encodeRows(chunks[index + 1] ?? []);
          },
        });
        const next = advance(current, plans, applied);
        const kept = isLast ? { ...next, status: 'applied' as const } : next;
        await imports.update(session, board, kept);
        if (isLast) await imports.dropStaged(board, kept.importId, session);
        await crashPoints.reach('before-commit');
        return kept;
      }).catch(async (error: unknown) => {
        if (error instanceof DomainError && error.category === 'precondition') await giveUp(board, current, error);
        throw error;
      });
      // What is written is not needed any more, and may be a million rows.
      chunks[index] = [];
      await crashPoints.reach('after-commit-before-answer');
    }
    return withHead(board, report);
  }

  /** Something it builds on was changed by a command in between: what was written stays, sending it again goes on. */
  async function giveUp(board: string, report: ImportReport, error: DomainError): Promise<void> {
    const errors = error.details.map(({ code, vi, en }) => placeFault({ code, vi, en }, { file: '' }));
    await transact((session) => imports.update(session, board, { ...report, status: 'refused', errors, errorCount: errors.length }));
    await imports.dropStaged(board, report.importId);
  }

  /** In the background; whatever happens here, the import can be taken up again. */
  function runOn(importId: string, work: () => Promise<unknown>, token: LeaseToken): void {
    const run = work()
      .catch((error: unknown) => {
        if (!stopping) onFailure(error, importId);
      })
      .then(() => lease.release(token))
      .catch((error: unknown) => {
        onFailure(error, importId);
      })
      .finally(() => running.delete(importId));
    running.set(
      importId,
      run.then(() => undefined),
    );
  }

  async function resume({ board, actor, report: { importId } }: StoredImport): Promise<boolean> {
    const token = await lease.acquire(board);
    if (!token) return false;
    try {
      const stored = await imports.find(board, importId);
      if (stored?.report.status !== 'applying') return false;
      const renew = createRenewal(token);
      const set = await readFiles(board, await imports.readStaged(board, importId));
      await lease.renew(token);
      const plans = await judgeImport({ board, set, units, onProgress: renew });
      if (set.ledger.errorCount > 0) {
        await transact((session) =>
          imports.update(session, board, {
            ...stored.report,
            status: 'refused',
            errors: set.ledger.errors(),
            errorCount: set.ledger.errorCount,
          }),
        );
        await imports.dropStaged(board, importId);
        return true;
      }
      const { total } = stored.report.progress;
      const left = plans.reduce((sum, plan) => sum + plan.changes, 0);
      const report = { ...stored.report, progress: { total, done: Math.max(0, total - left) } };
      const chunks = chunkPlans(plans);
      await applyChunks({ board, actor, report, chunks: chunks.length > 0 ? chunks : [[]], token });
      return true;
    } finally {
      await lease.release(token);
    }
  }

  /** An import without changes has no position of its own: the board's head is what it stands at. */
  async function withHead(board: string, report: ImportReport): Promise<ImportReport> {
    if (report.lastPosition !== undefined) return report;
    const { position, recordedAt } = await log.head(board);
    return { ...report, lastPosition: position, ...(recordedAt ? { recordedAt } : {}) };
  }

  return {
    submit,
    async find(board, importId) {
      const stored = await imports.find(board, importId);
      return stored?.report.status === 'applied' ? withHead(board, stored.report) : stored?.report;
    },
    async resumeUnfinished() {
      let finished = 0;
      for (const stored of await imports.findUnfinished()) {
        if (stopping) break;
        if (running.has(stored.report.importId)) continue;
        if (await turns.take(() => resume(stored))) finished += 1;
      }
      return finished;
    },
    async stop() {
      stopping = true;
      await Promise.allSettled([...running.values(), turns.idle()]);
    },
  };
}

const keyReused = (key: string): DomainError =>
  new DomainError({
    category: 'invalid',
    code: 'idempotency_key_reused',
    vi: `Khoá Idempotency-Key "${key}" đã dùng cho một yêu cầu khác`,
    en: `The Idempotency-Key "${key}" was used for another request`,
    params: { key },
  });

function reportOf({
  importId,
  mode,
  status,
  set,
  plans,
}: {
  readonly importId: string;
  readonly mode: ImportMode;
  readonly status: ImportStatus;
  readonly set: ImportSet;
  readonly plans: readonly UnitPlan[];
}): ImportReport {
  const total = status === 'refused' ? 0 : plans.reduce((sum, plan) => sum + plan.changes, 0);
  return {
    importId,
    mode,
    status,
    files: set.ledger.counts(),
    errors: set.ledger.errors(),
    errorCount: set.ledger.errorCount,
    progress: { done: 0, total },
  };
}

/** Encodes a chunk ahead of its turn, so that this process works while the database does. */
function encodeRows(plans: readonly UnitPlan[]): void {
  for (const { rows } of plans) for (const row of rows) row.payload ??= payloadOf(row);
}

const positionsOf = (applied: Applied): Pick<ImportReport, 'lastPosition' | 'recordedAt'> =>
  applied ? { lastPosition: applied.appended.lastPosition, recordedAt: applied.appended.recordedAt } : {};

const finish = (report: ImportReport, applied: Applied): ImportReport => ({
  ...report,
  status: 'applied',
  progress: { done: report.progress.total, total: report.progress.total },
  ...positionsOf(applied),
});

const advance = (report: ImportReport, plans: readonly UnitPlan[], applied: Applied): ImportReport => ({
  ...report,
  progress: {
    total: report.progress.total,
    done: Math.min(report.progress.total, report.progress.done + plans.reduce((sum, plan) => sum + plan.changes, 0)),
  },
  ...positionsOf(applied),
});
