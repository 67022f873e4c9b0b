import { createHash } from 'node:crypto';
import { renderDocx, renderPdf } from '@kcn/documents';
import type { AdministrativeDocument } from '@kcn/documents';
import { instant, instantToDate } from '@kcn/kernel';
import type { HandlerResult, Route } from '@kcn/service-kit';
import { bytes, defineRoute } from '@kcn/service-kit';
import { z } from 'zod';
import type { DebtorDocuments } from '../../application/documents/debtor-documents';
import type { GivenLetters } from '../../application/documents/given-letters';
import type { Notice } from '../../application/documents/notices';
import { DEFAULT_LADDER } from '../../domain/arrears/reminder-ladder';
import type { CheckBoard } from './log-routes';
import { daySchema, READERS } from './schemas';

export interface DocumentRoutesOptions {
  readonly notice: Notice;
  readonly debtors: DebtorDocuments;
  readonly givenLetter: GivenLetters;
  readonly checkBoard: CheckBoard;
}

type Format = 'pdf' | 'docx';

const CONTENT_TYPES: Readonly<Record<Format, string>> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
};

/** The document as a file. Its hash is its version: the same document is the same bytes. */
async function printed(document: AdministrativeDocument, format: Format): Promise<HandlerResult> {
  const file = format === 'pdf' ? renderPdf(document) : await renderDocx(document);
  const etag = createHash('sha256').update(file).digest('hex');
  const fileName = `${document.metadata.title.replaceAll(/[/\\]/g, '-')}.${format}`;
  return bytes(file, { contentType: CONTENT_TYPES[format], etag, fileName });
}

const shared = {
  format: z.enum(['pdf', 'docx']).default('pdf'),
  known_at: z
    .string()
    .transform((text) => instantToDate(instant(text)))
    .optional(),
};

const stepNames = DEFAULT_LADDER.map(({ name }) => name);

const answer = (description: string) => ({
  200: { description: `${description}; the same request gives the same bytes`, contentType: CONTENT_TYPES.pdf },
});

/** Letters about what is billed and owed, each as PDF or DOCX. */
export const createDocumentRoutes = ({ notice, debtors, givenLetter, checkBoard }: DocumentRoutesOptions): Route[] => [
  defineRoute({
    method: 'get',
    path: '/v1/boards/:board/invoices/:code/notice',
    operationId: 'printPaymentNotice',
    tags: ['documents'],
    summary: 'The payment notice of an invoice with its VietQR code: as issued, or with as_of what is still to be paid on that day',
    roles: READERS,
    query: z.object({ ...shared, as_of: daySchema.optional() }),
    responses: answer('Thông báo nộp tiền'),
    handler: async ({ board, params: { code }, query: { format, as_of: asOf, known_at: knownAt } }) =>
      printed(await notice(board, { code, asOf, knownAt }), format),
  }),
  defineRoute({
    method: 'get',
    path: '/v1/boards/:board/contracts/:no/statement',
    operationId: 'printAccountStatement',
    tags: ['documents'],
    summary: 'What a contract was billed and paid between two days, both included, with the balance before and after',
    roles: READERS,
    query: z.object({ ...shared, from: daySchema, to: daySchema }),
    responses: answer('Bảng kê công nợ'),
    async handler({ board, params: { no: contractNo }, query: { format, from, to, known_at: knownAt } }) {
      await checkBoard(board);
      return printed(await debtors.statement(board, { contractNo, from, to, knownAt }), format);
    },
  }),
  defineRoute({
    method: 'get',
    path: '/v1/boards/:board/debtors/:tax_code/reminder',
    operationId: 'printReminder',
    tags: ['documents'],
    summary: 'One letter for all that a debtor has not paid, with interest and a VietQR code per contract; it is not recorded as sent',
    roles: READERS,
    query: z.object({ ...shared, as_of: daySchema, step: z.enum(stepNames).optional(), creditor: z.string().min(1).optional() }),
    responses: answer('Thông báo nhắc nợ'),
    async handler({ board, params: { tax_code: taxCode }, query: { format, as_of: asOf, step, creditor, known_at: knownAt } }) {
      await checkBoard(board);
      return printed(await debtors.reminder(board, { taxCode, asOf, step, creditor, knownAt }), format);
    },
  }),
  defineRoute({
    method: 'get',
    path: '/v1/boards/:board/reminders/:id/letter',
    operationId: 'printGivenReminder',
    tags: ['documents'],
    summary: 'A letter that the ladder has given, as it was given',
    roles: READERS,
    query: z.object({ format: shared.format }),
    responses: answer('Thông báo nhắc nợ'),
    handler: async ({ board, params: { id }, query: { format } }) => printed(await givenLetter(board, id), format),
  }),
  defineRoute({
    method: 'get',
    path: '/v1/boards/:board/debtors/:tax_code/reconciliation',
    operationId: 'printReconciliation',
    tags: ['documents'],
    summary: 'Minutes of the reconciliation of debts between a creditor and a debtor as of a day',
    roles: READERS,
    query: z.object({ ...shared, as_of: daySchema, from: daySchema.optional(), creditor: z.string().min(1).optional() }),
    responses: answer('Biên bản đối chiếu công nợ'),
    async handler({ board, params: { tax_code: taxCode }, query: { format, as_of: asOf, from, creditor, known_at: knownAt } }) {
      await checkBoard(board);
      return printed(await debtors.reconciliation(board, { taxCode, asOf, from, creditor, knownAt }), format);
    },
  }),
];
