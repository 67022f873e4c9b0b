export { renderDocx } from './docx/render-docx';
export type * from './model/blocks';
export { checkDocument } from './model/check-document';
export type * from './model/document';
export type { Alignment, Inline, Run } from './model/text';
export { renderPdf } from './pdf/render-pdf';
export { renderPdfBundle } from './pdf/render-pdf-bundle';
export type { BundleOptions, BundleProgress } from './pdf/render-pdf-bundle';
