import { renderDocx, renderPdf } from '@kcn/documents';
import type { PrintDocument } from '../../application/documents/ports';

const DOCX_TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** The two renderers of one document model. */
export const printDocument: PrintDocument = async (document, format) =>
  format === 'pdf'
    ? { body: renderPdf(document), contentType: 'application/pdf' }
    : { body: await renderDocx(document), contentType: DOCX_TYPE };
