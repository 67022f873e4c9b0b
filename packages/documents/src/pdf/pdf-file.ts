import type { Instant } from '@kcn/kernel';
import { instantToDate } from '@kcn/kernel';
import PDFDocument from 'pdfkit';
import type { DocumentMetadata } from '../model/document';
import { registerFaces } from './pen';

interface FileOptions extends PDFKit.PDFDocumentOptions {
  /** pdfkit keeps what it knows of every word for ever unless told not to; its types do not have it. */
  readonly fontLayoutCache: false;
}

const PRODUCER = 'KCN';

/** An empty PDF without pages; date, producer and identifier follow from the metadata alone. */
export function openPdf({ title, createdAt, author, subject }: DocumentMetadata): PDFKit.PDFDocument {
  const date = (value: Instant): Date => instantToDate(value);
  const options: FileOptions = {
    autoFirstPage: false,
    pdfVersion: '1.7',
    lang: 'vi-VN',
    displayTitle: true,
    fontLayoutCache: false,
    font: undefined,
    info: {
      Title: title,
      ...(author === undefined ? {} : { Author: author }),
      ...(subject === undefined ? {} : { Subject: subject }),
      Creator: PRODUCER,
      Producer: PRODUCER,
      CreationDate: date(createdAt),
      ModDate: date(createdAt),
    },
  };
  const doc = new PDFDocument(options);
  registerFaces(doc);
  return doc;
}
