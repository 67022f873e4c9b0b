/** Ships without types; only handed on to the reader. */
declare module 'pdfjs-dist/legacy/build/pdf.worker.mjs';
