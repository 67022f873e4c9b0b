import type { Route } from '@kcn/service-kit';
import { bytes, defineRoute } from '@kcn/service-kit';
import type { DraftExport } from '../../application/accounting/export-draft';
import { READERS } from './schemas';

const XML = 'application/xml; charset=utf-8';

/** Drafts for the provider of electronic invoices. */
export const createDraftRoutes = ({ draft }: { readonly draft: DraftExport }): Route[] => [
  defineRoute({
    method: 'get',
    path: '/v1/boards/:board/invoices/:code/draft.xml',
    operationId: 'exportInvoiceDraft',
    tags: ['billing'],
    summary: 'An invoice or adjustment as XML of the schema e-invoice-draft.xsd; the same bytes for the same invoice',
    roles: READERS,
    responses: { 200: { description: 'The draft', contentType: 'application/xml' } },
    handler: async ({ board, params: { code } }) => bytes(Buffer.from(await draft(board, code)), { contentType: XML }),
  }),
];
