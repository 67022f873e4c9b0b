import type { Orientation } from '../model/document';
import type { Alignment, Inline } from '../model/text';
import { runsOf } from '../model/text';
import type { FlowParagraph, FlowSection } from './flow';

/** Points per millimetre. */
const PT_PER_MM = 72 / 25.4;
export const mm = (millimetres: number): number => millimetres * PT_PER_MM;

/** A4 */
export const PAGE_MM = { short: 210, long: 297 } as const;

/** NĐ 30/2020, Appendix I: top and bottom 20–25 mm, left 30–35, right 15–20. */
export const MARGINS_PT: FlowSection['marginsPt'] = { top: mm(20), right: mm(15), bottom: mm(20), left: mm(30) };

/** First-line indent 1–1.27 cm by the decree. */
export const FIRST_INDENT_PT = mm(12.7);
/** Space between paragraphs, at least 6 pt by the decree. */
export const PARAGRAPH_GAP_PT = 6;
/** Between single and 1.5 by the decree. */
export const BODY_LINE_FACTOR = 1.1;

export const pageWidthPt = (orientation: Orientation): number => mm(orientation === 'portrait' ? PAGE_MM.short : PAGE_MM.long);

/** Width between the margins. */
export const contentWidthPt = (orientation: Orientation, margins: FlowSection['marginsPt']): number =>
  pageWidthPt(orientation) - margins.left - margins.right;

export interface BodyMeasures {
  /** Size of running text. */
  readonly sizePt: number;
  /** Width between the margins. */
  readonly widthPt: number;
}

export interface ParagraphStyle {
  readonly sizePt: number;
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly colour?: string;
  readonly align?: Alignment;
  readonly firstIndentPt?: number;
  readonly beforePt?: number;
  readonly afterPt?: number;
  readonly lineFactor?: number;
  readonly keepNext?: boolean;
}

/** A paragraph in one style; runs add bold and italic to it. */
export function paragraph(text: Inline, style: ParagraphStyle): FlowParagraph {
  const { sizePt, bold = false, italic = false, colour } = style;
  return {
    kind: 'paragraph',
    spans: runsOf(text).map((run) => ({
      text: run.text,
      sizePt,
      bold: bold || run.bold === true,
      italic: italic || run.italic === true,
      ...(colour === undefined ? {} : { colour }),
    })),
    align: style.align ?? 'left',
    firstIndentPt: style.firstIndentPt ?? 0,
    beforePt: style.beforePt ?? 0,
    afterPt: style.afterPt ?? 0,
    lineFactor: style.lineFactor ?? 1,
    keepNext: style.keepNext ?? false,
  };
}
