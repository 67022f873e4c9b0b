import {
  AlignmentType,
  BorderStyle,
  Document,
  Header,
  NumberFormat,
  Packer,
  PageBorderDisplay,
  PageBorderOffsetFrom,
  PageNumber,
  PageOrientation,
  Paragraph,
  TextRun,
} from 'docx';
import type { ISectionOptions } from 'docx';
import { documentFlow } from '../flow/document-flow';
import type { FlowSection } from '../flow/flow';
import { mm, PAGE_MM } from '../flow/style';
import { checkDocument } from '../model/check-document';
import type { KcnDocument } from '../model/document';
import { docxNodes, FONT } from './docx-nodes';
import { fixedZip } from './fixed-zip';

const twips = (points: number): number => Math.round(points * 20);
const NUMBER_PT = 13;
/** Where the page number stands below the paper's edge. */
const NUMBER_TOP_PT = 28;
const FRAME = { style: BorderStyle.DOUBLE, size: 18, color: '000000', space: 24 } as const;

const emptyHeader = (): Header => new Header({ children: [new Paragraph({})] });
const numberHeader = (): Header =>
  new Header({
    children: [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        children: [new TextRun({ children: [PageNumber.CURRENT], font: FONT, size: NUMBER_PT * 2 })],
      }),
    ],
  });

async function sectionOf(section: FlowSection): Promise<ISectionOptions> {
  const { top, right, bottom, left } = section.marginsPt;
  const isLandscape = section.orientation === 'landscape';
  return {
    properties: {
      titlePage: section.numbered,
      page: {
        // docx turns width and height round by itself for landscape.
        size: {
          width: twips(mm(PAGE_MM.short)),
          height: twips(mm(PAGE_MM.long)),
          orientation: isLandscape ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT,
        },
        margin: {
          top: twips(top),
          right: twips(right),
          bottom: twips(bottom),
          left: twips(left),
          header: twips(NUMBER_TOP_PT),
          footer: twips(NUMBER_TOP_PT),
        },
        pageNumbers: { start: 1, formatType: NumberFormat.DECIMAL },
        ...(section.framed
          ? {
              borders: {
                pageBorders: { display: PageBorderDisplay.ALL_PAGES, offsetFrom: PageBorderOffsetFrom.PAGE },
                pageBorderTop: FRAME,
                pageBorderRight: FRAME,
                pageBorderBottom: FRAME,
                pageBorderLeft: FRAME,
              },
            }
          : {}),
      },
    },
    ...(section.numbered ? { headers: { first: emptyHeader(), default: numberHeader() } } : {}),
    children: await docxNodes(section.nodes),
  };
}

/**
 * The document as a Word file. Same input, same bytes.
 * @throws DomainError invalid `document_refused` with a detail for each fault (JSON pointers into the document)
 */
export async function renderDocx(input: KcnDocument): Promise<Buffer> {
  const document = checkDocument(input);
  const { title, author = 'KCN', subject, createdAt } = document.metadata;
  const sections: ISectionOptions[] = [];
  for (const section of documentFlow(document)) sections.push(await sectionOf(section));
  const file = new Document({
    title,
    creator: author,
    lastModifiedBy: author,
    ...(subject === undefined ? {} : { subject }),
    styles: { default: { document: { run: { font: FONT, size: 26, language: { value: 'vi-VN', eastAsia: 'vi-VN' } } } } },
    sections,
  });
  const packed = await Packer.toBuffer(file);
  return Buffer.from(fixedZip(packed, `${createdAt.slice(0, 19)}Z`));
}
