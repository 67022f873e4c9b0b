import type { FlowSection } from '../flow/flow';
import { paragraph } from '../flow/style';
import { boxesOf } from './boxes';
import { createPen } from './pen';
import type { Pen } from './pen';

/** The pages of one section while they are filled. */
export interface Pages {
  readonly pen: Pen;
  readonly left: number;
  readonly contentWidthPt: number;
  /** Height of an empty page between the margins. */
  readonly contentHeightPt: number;
  /** Where the next strip begins. */
  y(): number;
  /** Room that is left on this page. */
  room(): number;
  /** Whether nothing stands on this page. */
  isFresh(): boolean;
  moveDown(heightPt: number): void;
  nextPage(): void;
}

const NUMBER_PT = 13;
/** Where the page number stands below the paper's edge. */
const NUMBER_TOP_PT = 28;
const FRAME_GAP_PT = 26;
const FRAME_INNER_GAP_PT = 5;

/** Begins a section on a new page. */
export function beginSection(doc: PDFKit.PDFDocument, section: FlowSection): Pages {
  const { top, right, bottom, left } = section.marginsPt;
  const pen = createPen(doc);
  let number = 0;
  let y = top;

  const nextPage = (): void => {
    // Margins are ours; pdfkit's own would make it begin pages by itself.
    doc.addPage({ size: 'A4', layout: section.orientation, margin: 0 });
    number += 1;
    y = top;
    const { width, height } = doc.page;
    if (section.framed) {
      for (const [gap, line] of [
        [FRAME_GAP_PT, 2.4],
        [FRAME_GAP_PT + FRAME_INNER_GAP_PT, 0.8],
      ] as const) {
        pen.frame({ x: gap, y: gap, widthPt: width - 2 * gap, heightPt: height - 2 * gap }, line);
      }
    }
    if (section.numbered && number > 1) {
      const label = paragraph(String(number), { sizePt: NUMBER_PT, align: 'center' });
      for (const box of boxesOf(label, width - left - right)) box.draw(pen, left, NUMBER_TOP_PT);
    }
  };

  nextPage();
  const { width, height } = doc.page;
  return {
    pen,
    left,
    contentWidthPt: width - left - right,
    contentHeightPt: height - top - bottom,
    y: () => y,
    room: () => height - bottom - y,
    isFresh: () => y === top,
    moveDown: (heightPt) => {
      y += heightPt;
    },
    nextPage,
  };
}
