import type { ImportReportJson } from '@kcn/layouts';
import type { CommandName, EventLog, OnceResult, RunOnce, Session } from '@kcn/messaging';
import type { UploadedFile } from '@kcn/tables';
import type { SetFault } from '../../domain/layouts/fee-set';
import type { Records } from '../ports';
import { importInProgress } from './import-ports';
import type { RequestImport, StagedImports } from './import-ports';
import { judgeImport } from './judge-import';
import type { Judgement } from './judge-import';
import type { ImportSet, StatementFormat } from './read-import-files';
import { workOf } from './write-large-import';
import type { LargeImports } from './write-large-import';
import { changesPayer } from './write-records';

export interface BeginLargeImportOptions {
  readonly records: Records;
  readonly log: Pick<EventLog, 'head' | 'settleInFlight'>;
  readonly runOnce: RunOnce;
  readonly staged: StagedImports;
  readonly requestImport: RequestImport;
  readonly large: Pick<LargeImports, 'keep'>;
  /** The import's report once it is whole, or as it stands when somebody has waited long enough. */
  readonly settled: (board: string, id: string) => Promise<ImportReportJson | undefined>;
}

export interface LargeImportCommand {
  readonly name: CommandName;
  readonly id: string;
  readonly files: readonly UploadedFile[];
  readonly set: ImportSet;
  /** Warnings that somebody else has of the rows. */
  readonly more: readonly SetFault[];
  readonly actor: string;
  readonly statement: StatementFormat | undefined;
  readonly reportOf: (set: ImportSet, judgement: Judgement) => ImportReportJson;
  /** What else belongs to the import, in the transaction that begins it. */
  readonly onBegin: (session: Session) => Promise<void>;
}

/** Thrown within the transaction to leave it without a trace. */
class JudgedTooEarly extends Error {}

/** Thrown where the command is not known yet. */
class NotYetKnown extends Error {}

/** Records may change while a large import is judged; one that is overtaken so often is sent again. */
const JUDGEMENTS = 4;

/**
 * Judges an import that takes more than one transaction and begins it; a job then writes it. All or nothing: what is bad is refused
 * before anything is written, and what was begun is written to its end, whatever ends in between.
 */
export function createLargeImportBeginning(options: BeginLargeImportOptions) {
  const { records, log, runOnce, staged, requestImport, large, settled } = options;

  async function asItStands(board: string, { response, replayed }: OnceResult<ImportReportJson>): Promise<OnceResult<ImportReportJson>> {
    const now = response.status === 'refused' ? undefined : await settled(board, response.import_id);
    return { response: now ?? response, replayed };
  }

  /** Judged one after the other: each may hold half a million rows. */
  let last: Promise<unknown> = Promise.resolve();
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  }

  const findKnown = (name: CommandName): Promise<OnceResult<ImportReportJson> | undefined> =>
    runOnce<ImportReportJson>(name, () => Promise.reject(new NotYetKnown())).catch((error: unknown) => {
      if (error instanceof NotYetKnown) return undefined;
      throw error;
    });

  async function begin(command: LargeImportCommand): Promise<OnceResult<ImportReportJson>> {
    const { name, id, files, actor, statement, more, reportOf, onBegin } = command;
    const { board } = name;
    const known = await findKnown(name);
    if (known) return known;
    if ((await staged.findUnderWay(undefined, board)) !== undefined) throw importInProgress();
    let isStaged = false;
    for (let left = JUDGEMENTS; left > 0; left -= 1) {
      await log.settleInFlight(board);
      const { position } = await log.head(board);
      const set = { ...command.set, ledger: command.set.ledger.copy() };
      const judgement = await judgeImport(set, { records, session: undefined, board, more });
      if (judgement.errorCount > 0) return { response: reportOf(set, judgement), replayed: false };
      const { drafts } = judgement;
      const report: ImportReportJson = { ...reportOf(set, judgement), status: 'applying', progress: { done: 0, total: drafts.length } };
      if (!isStaged) await staged.stage(board, id, files);
      isStaged = true;
      large.keep(id, workOf(set, drafts));
      const importing = { board, id, report, actor, statement, isPayerChanged: drafts.some(changesPayer) };
      try {
        return await runOnce(name, async (session) => {
          if (!(await staged.begin(session, importing, position))) throw new JudgedTooEarly();
          await onBegin(session);
          await requestImport(session, { board, id });
          return { response: report };
        });
      } catch (error) {
        if (!(error instanceof JudgedTooEarly)) throw error;
      }
    }
    throw importInProgress();
  }

  return async (command: LargeImportCommand): Promise<OnceResult<ImportReportJson>> =>
    asItStands(command.name.board, await inTurn(() => begin(command)));
}

export type BeginLargeImport = ReturnType<typeof createLargeImportBeginning>;
