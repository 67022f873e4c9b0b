import type { KcnDocument } from '../model/document';
import { checkDocument } from '../model/check-document';
import { documentFlow } from '../flow/document-flow';
import { fillSection } from './fill-section';
import { openPdf } from './pdf-file';

/**
 * The document as a PDF file with embedded fonts. Same input, same bytes.
 * @throws DomainError invalid `document_refused` with a detail for each fault (JSON pointers into the document)
 */
export function renderPdf(input: KcnDocument): Buffer {
  const document = checkDocument(input);
  const doc = openPdf(document.metadata);
  for (const section of documentFlow(document)) fillSection(doc, section);
  doc.end();
  return readAll(doc);
}

/** Everything that the file has written since it was last read. */
export function readAll(doc: PDFKit.PDFDocument): Buffer {
  const chunks: Buffer[] = [];
  for (let chunk = doc.read() as Buffer | null; chunk !== null; chunk = doc.read() as Buffer | null) chunks.push(chunk);
  return Buffer.concat(chunks);
}
