import { notFound, precondition } from '@kcn/kernel';
import type { DomainError, PlainDate } from '@kcn/kernel';
import type { CommandName, EventLog, OnceResult, RunOnce, Session } from '@kcn/messaging';
import type { Runs } from '../ports';
import { runNotFound } from '../runs/run-faults';

/** What is to be printed of a run. */
export interface PrintingWish {
  readonly run: string;
  /** Notices ask for what is still to be paid on that day; undefined = for the invoices as they were issued. */
  readonly asOf: PlainDate | undefined;
  /** Each notice begins on the front of a sheet. */
  readonly isTwoSided: boolean;
}

/** An invoice that has no notice, and why. */
export interface RefusedNotice {
  readonly invoice: string;
  readonly code: string;
  readonly vi: string;
  readonly en: string;
}

/** A finished printing. */
export interface PrintedFile {
  /** Under which name its bytes are kept. */
  readonly name: string;
  readonly documents: number;
  readonly pages: number;
  readonly bytes: number;
  readonly sha256: string;
  /** The first thousand. */
  readonly refused: readonly RefusedNotice[];
  readonly refusedCount: number;
}

export interface Printing {
  readonly id: string;
  readonly state: 'queued' | 'running' | 'done' | 'failed';
  /** 0–100 */
  readonly progress: number;
  readonly file: PrintedFile | undefined;
  readonly error: { readonly code: string; readonly vi: string; readonly en: string } | undefined;
}

/** Where a printing's bytes are kept for some days, piece by piece. */
export interface PrintedFiles {
  open(board: string, name: string): Promise<{ write(bytes: Uint8Array): Promise<void>; close(): Promise<void> }>;
  /** In their order. @throws DomainError not_found `printing_expired` */
  read(board: string, file: Pick<PrintedFile, 'name' | 'bytes'>): AsyncIterable<Uint8Array>;
  has(board: string, name: string): Promise<boolean>;
}

/** Asks for a printing to be made in the background, in the caller's transaction. */
export type RequestPrinting = (session: Session, printing: { readonly board: string; readonly id: string } & PrintingWish) => Promise<void>;

export const printingNotFound = (id: string): DomainError =>
  notFound('printing_not_found', { vi: `Không có bản in "${id}"`, en: `There is no printing "${id}"` });

export const printingExpired = (): DomainError =>
  notFound('printing_expired', {
    vi: 'Tệp in đã quá thời hạn lưu; hãy in lại, nội dung sẽ như cũ',
    en: 'The printed file is no longer kept; print it again, it will be the same',
  });

export const printingNotDone = (id: string): DomainError =>
  precondition('printing_not_done', { vi: `Bản in "${id}" chưa xong`, en: `The printing "${id}" is not done` });

const runNotIssued = (id: string): DomainError =>
  precondition('run_not_issued', {
    vi: `Đợt "${id}" chưa phát hành xong nên chưa in được thông báo`,
    en: `The run "${id}" has not been issued yet, so there are no notices to print`,
  });

export interface PrintingOptions {
  readonly runs: Pick<Runs, 'find'>;
  readonly log: Pick<EventLog, 'head'>;
  readonly runOnce: RunOnce;
  readonly request: RequestPrinting;
  /** The database's time. */
  readonly now: () => Promise<Date>;
}

/** Begins the printing of a run's notices as one file. */
export const createPrinting =
  ({ runs, log, runOnce, request, now }: PrintingOptions) =>
  /** @returns the id of the printing @throws DomainError not_found `run_not_found`; precondition `run_not_issued` */
  (command: CommandName, wish: PrintingWish): Promise<OnceResult<{ readonly id: string }>> =>
    runOnce(command, async (session) => {
      const { board, requestHash } = command;
      const run = await runs.find(session, board, wish.run);
      if (!run) throw runNotFound(wish.run);
      if (run.state !== 'issued') throw runNotIssued(wish.run);
      const { position } = await log.head(board);
      const id = `${wish.run}-${String(position)}-${requestHash.slice(0, 8)}${(await now()).getTime().toString(36)}`;
      await request(session, { board, id, ...wish });
      return { response: { id } };
    });

export type CreatePrinting = ReturnType<typeof createPrinting>;
