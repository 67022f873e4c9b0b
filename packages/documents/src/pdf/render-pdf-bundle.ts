import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { invalid } from '@kcn/kernel';
import type { DocumentMetadata, KcnDocument } from '../model/document';
import { checkDocument, checkMetadata } from '../model/check-document';
import { documentFlow } from '../flow/document-flow';
import { fillSection } from './fill-section';
import { openPdf } from './pdf-file';
import { readAll } from './render-pdf';

export interface BundleProgress {
  readonly documents: number;
  readonly pages: number;
}

export interface BundleOptions {
  /** Of the whole file; that of the single documents is not kept. */
  readonly metadata: DocumentMetadata;
  /** Each document begins on the front of a sheet when printed on both sides. Default false. */
  readonly twoSided?: boolean;
  /** Told after each document. */
  readonly onProgress?: (progress: BundleProgress) => void;
  readonly signal?: AbortSignal;
}

/**
 * Prints many documents into one PDF file as they come, each with its own page numbers. Memory holds one document, the letters
 * used and about 1 kB a page, whatever the number; a slow reader slows the source down. The target is ended at success and
 * destroyed at failure; what it has got by then is no PDF.
 * @throws DomainError invalid `document_refused` as renderPdf, with `params.document` counting from 1, `bundle_empty`; what source, target and signal throw
 */
export async function renderPdfBundle(
  documents: AsyncIterable<KcnDocument> | Iterable<KcnDocument>,
  target: NodeJS.WritableStream,
  options: BundleOptions,
): Promise<BundleProgress> {
  const doc = openPdf(checkMetadata(options.metadata));
  let [count, pages] = [0, 0];
  doc.on('pageAdded', () => {
    pages += 1;
  });

  async function* chunks(): AsyncGenerator<Buffer> {
    for await (const input of documents) {
      const document = checkDocument(input, { number: count + 1 });
      if (options.twoSided === true && pages % 2 === 1) doc.addPage({ size: 'A4', margin: 0 });
      for (const section of documentFlow(document)) fillSection(doc, section);
      count += 1;
      options.onProgress?.({ documents: count, pages });
      const written = readAll(doc);
      if (written.length > 0) yield written;
      // A run of thousands leaves the process room for others.
      await nextTurn();
    }
    if (count === 0) {
      throw invalid('bundle_empty', { vi: 'Không có văn bản nào để in', en: 'There is no document to print' });
    }
    doc.end();
    yield readAll(doc);
  }

  try {
    await pipeline(
      Readable.from(chunks(), { objectMode: true, highWaterMark: 1 }),
      target,
      options.signal ? { signal: options.signal } : {},
    );
  } finally {
    doc.destroy();
  }
  return { documents: count, pages };
}
