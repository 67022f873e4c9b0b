import { createHash } from 'node:crypto';
import { Writable } from 'node:stream';
import { renderPdfBundle } from '@kcn/documents';
import { findPlainDate, instant, plainDate } from '@kcn/kernel';
import { defineJob } from '@kcn/service-kit';
import type { AttemptContext, Jobs } from '@kcn/service-kit';
import { z } from 'zod';
import type { Printing, PrintedFile, PrintedFiles, PrintingWish, RequestPrinting } from '../../application/documents/printings';
import { runNotices } from '../../application/documents/run-notices';
import type { RunNoticesOptions } from '../../application/documents/run-notices';

const payload = z.object({
  run: z.string(),
  asOf: z
    .string()
    .refine((text) => findPlainDate(text) !== undefined)
    .nullable(),
  isTwoSided: z.boolean(),
});

/** Prints the notices of a run into one file. */
export const printRunJob = defineJob({ name: 'notice-printing', payload, attempts: 5, backoffMs: 1_000 });

export const createRequestPrinting =
  (jobs: Jobs): RequestPrinting =>
  async (session, { board, id, run, asOf = null, isTwoSided }) => {
    await jobs.request(session, printRunJob, { board, key: id, payload: { run, asOf, isTwoSided } });
  };

/** How a printing stands; undefined when nobody asked for it. */
export const createFindPrinting =
  (jobs: Jobs) =>
  async (board: string, id: string): Promise<Printing | undefined> => {
    const status = await jobs.findStatus(`${printRunJob.name}/${board}/${id}`);
    if (!status) return undefined;
    const { state, progress, result, error } = status;
    return { id, state, progress, file: state === 'done' ? (result as PrintedFile) : undefined, error };
  };

type PrintOptions = Omit<RunNoticesOptions, 'onTaken'> & { readonly files: PrintedFiles };

/** A target that keeps what it gets under a name, and counts it. */
async function openTarget(files: PrintedFiles, board: string, name: string) {
  const file = await files.open(board, name);
  const hash = createHash('sha256');
  let bytes = 0;
  const target = new Writable({
    write(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      file.write(chunk).then(() => {
        done();
      }, done);
    },
    final(done) {
      file.close().then(() => {
        done();
      }, done);
    },
  });
  return { target, summary: () => ({ bytes, sha256: hash.digest('hex') }) };
}

/** What an attempt writes has a name of its own, so that a late twin spoils nothing; what it leaves half done goes with time. */
async function printRun({ sources, runs, files }: PrintOptions, wish: PrintingWish, attempt: AttemptContext): Promise<PrintedFile> {
  const { board } = attempt;
  // The last hundredth is the file's end.
  const onTaken = (taken: number, all: number): Promise<void> => attempt.report((99 * taken) / Math.max(1, all));
  const { documents, title, day, refused, refusedCount } = await runNotices({ sources, runs, onTaken }, { board, ...wish });
  const name = `${attempt.key}/${attempt.attemptToken}`;
  const { target, summary } = await openTarget(files, board, name);
  const printed = await renderPdfBundle(documents, target, {
    metadata: { title, createdAt: instant(`${wish.asOf ?? day}T00:00:00Z`) },
    twoSided: wish.isTwoSided,
    signal: attempt.signal,
  });
  return { name, ...printed, ...summary(), refused, refusedCount: refusedCount() };
}

/** Says what this process does for printings. */
export function definePrintWork({ jobs, ...options }: PrintOptions & { readonly jobs: Jobs }): void {
  jobs.work(printRunJob, ({ run, asOf, isTwoSided }, attempt) =>
    printRun(options, { run, asOf: asOf === null ? undefined : plainDate(asOf), isTwoSided }, attempt),
  );
}
