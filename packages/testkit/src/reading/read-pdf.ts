import { createCanvas } from '@napi-rs/canvas';
import jsQR from 'jsqr';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import * as worker from 'pdfjs-dist/legacy/build/pdf.worker.mjs';

/** With the reader's worker in this process it starts none. */
async function openPdf(bytes: Uint8Array): Promise<PDFDocumentProxy> {
  (globalThis as { pdfjsWorker?: unknown }).pdfjsWorker = worker;
  return getDocument({ data: Uint8Array.from(bytes), useSystemFonts: false, verbosity: 0 }).promise;
}

async function textOf(page: PDFPageProxy): Promise<string> {
  const { items } = await page.getTextContent();
  const parts = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : ''));
  return parts.join('').replaceAll(/\s+/g, ' ');
}

/** The text of each page as a reader of PDF files finds it, white space as single spaces. */
export async function pdfTexts(bytes: Uint8Array): Promise<string[]> {
  const pdf = await openPdf(bytes);
  const texts: string[] = [];
  for (let number = 1; number <= pdf.numPages; number += 1) texts.push(await textOf(await pdf.getPage(number)));
  await pdf.destroy();
  return texts;
}

/** What a decoder sees in a drawn page, by default the first; undefined when it finds no code. */
export async function decodePdfQr(bytes: Uint8Array, pageNumber = 1): Promise<string | undefined> {
  const pdf = await openPdf(bytes);
  const page = await pdf.getPage(pageNumber);
  const viewport = page.getViewport({ scale: 1.6 });
  const canvas = createCanvas(viewport.width, viewport.height);
  const context = canvas.getContext('2d');
  await page.render({ canvas: null, canvasContext: context as never, viewport }).promise;
  const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
  await pdf.destroy();
  return jsQR(Uint8ClampedArray.from(data), width, height)?.data;
}
