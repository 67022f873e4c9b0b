import type { BoardId } from '@kcn/kernel';
import type { HandlerResult, Route } from '@kcn/service-kit';
import { accepted, commandName, defineRoute, ok, replayed, streamed } from '@kcn/service-kit';
import { z } from 'zod';
import { printingExpired, printingNotDone, printingNotFound } from '../../application/documents/printings';
import type { CreatePrinting, PrintedFiles, Printing } from '../../application/documents/printings';
import { ACCOUNTANTS, daySchema, READERS } from './schemas';

export interface PrintingRoutesOptions {
  readonly create: CreatePrinting;
  readonly find: (board: string, id: string) => Promise<Printing | undefined>;
  readonly files: Pick<PrintedFiles, 'has' | 'read'>;
}

const textSchema = { code: z.string(), vi: z.string(), en: z.string() };

const printingSchema = z.object({
  id: z.string(),
  state: z.enum(['queued', 'running', 'done', 'failed']),
  progress: z.int(),
  file: z
    .object({
      href: z.string(),
      documents: z.int(),
      pages: z.int(),
      bytes: z.int(),
      sha256: z.string(),
      /** Invoices without a notice, the first thousand, and how many there are. */
      refused: z.array(z.object({ invoice: z.string(), ...textSchema })),
      refused_count: z.int(),
    })
    .nullable(),
  error: z.object(textSchema).nullable(),
});

const PDF = 'application/pdf';

/** Printing of a run's notices as one file: asked for, followed, fetched. */
export function createPrintingRoutes({ create, find, files }: PrintingRoutesOptions): Route[] {
  const locationOf = (board: BoardId, id: string): string => `/v1/boards/${board}/printings/${id}`;

  async function getPrinting(board: BoardId, id: string): Promise<Printing> {
    const printing = await find(board, id);
    if (!printing) throw printingNotFound(id);
    return printing;
  }

  function printingJson(board: BoardId, { id, state, progress, file, error }: Printing) {
    if (!file) return { id, state, progress, file: null, error: error ?? null };
    const { name: _name, refusedCount, ...rest } = file;
    return {
      id,
      state,
      progress,
      file: { href: `${locationOf(board, id)}/notices.pdf`, ...rest, refused_count: refusedCount },
      error: null,
    };
  }

  return [
    defineRoute({
      method: 'post',
      path: '/v1/boards/:board/billing-runs/:id/printings',
      operationId: 'printBillingRun',
      tags: ['documents'],
      summary: 'Prints the notices of an issued run into one PDF file, in the background and in the order of their numbers',
      roles: ACCOUNTANTS,
      body: z.strictObject({ as_of: daySchema.optional(), two_sided: z.boolean().default(false) }),
      idempotent: true,
      responses: { 202: { description: 'Begun; ask at Location', schema: printingSchema } },
      async handler({ board, params: { id: run }, body: { as_of: asOf, two_sided: isTwoSided }, idempotency }): Promise<HandlerResult> {
        const { response, replayed: again } = await create(commandName(board, idempotency), { run, asOf, isTwoSided });
        const { id } = response;
        const answer = accepted(printingJson(board, await getPrinting(board, id)), { location: locationOf(board, id) });
        return again ? replayed(answer) : answer;
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/boards/:board/printings/:id',
      operationId: 'getPrinting',
      tags: ['documents'],
      summary: 'How far a printing is, and which invoices have no notice',
      roles: READERS,
      responses: { 200: { description: 'The printing', schema: printingSchema } },
      handler: async ({ board, params: { id } }) => ok(printingJson(board, await getPrinting(board, id))),
    }),
    defineRoute({
      method: 'get',
      path: '/v1/boards/:board/printings/:id/notices.pdf',
      operationId: 'fetchPrinting',
      tags: ['documents'],
      summary: 'The printed file; kept for seven days',
      roles: READERS,
      responses: { 200: { description: 'All notices of the run', contentType: PDF } },
      async handler({ board, params: { id } }) {
        const { file } = await getPrinting(board, id);
        if (!file) throw printingNotDone(id);
        if (!(await files.has(board, file.name))) throw printingExpired();
        return streamed(files.read(board, file), { contentType: PDF, length: file.bytes, etag: file.sha256, fileName: `${id}.pdf` });
      },
    }),
  ];
}
