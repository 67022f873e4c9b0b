import { LINE_HEIGHT } from '../fonts/faces';
import type { FlowCellNode, FlowParagraph } from '../flow/flow';
import { breakIntoLines } from './lines';
import { baselineOf } from './pen';
import type { Pen } from './pen';

/** A strip of a page that is never cut: a line of text, a rule, a code, some space. */
export interface Box {
  readonly heightPt: number;
  draw(pen: Pen, x: number, y: number): void;
}

const drawNothing = (): void => undefined;
const RULE_HEIGHT_PT = 4;

function paragraphBoxes(node: FlowParagraph, widthPt: number): Box[] {
  const lines = breakIntoLines(node.spans, { widthPt, firstIndentPt: node.firstIndentPt });
  return lines.map((line, index) => {
    const beforePt = index === 0 ? node.beforePt : 0;
    const afterPt = line.isLast ? node.afterPt : 0;
    const textPt = line.sizePt * LINE_HEIGHT * node.lineFactor;
    // Word puts the additional space of a line above its letters.
    const baselinePt = beforePt + textPt - line.sizePt * LINE_HEIGHT + baselineOf(line.sizePt);
    return {
      heightPt: beforePt + textPt + afterPt,
      draw: (pen, x, y) => pen.line(line, { x, y: y + baselinePt, widthPt, align: node.align }),
    };
  });
}

/** What a node looks like in a place of some width, strip by strip. */
export function boxesOf(node: FlowCellNode, widthPt: number): Box[] {
  switch (node.kind) {
    case 'paragraph':
      return paragraphBoxes(node, widthPt);
    case 'rule':
      return [
        {
          heightPt: RULE_HEIGHT_PT,
          draw: (pen, x, y) => pen.rule({ x: x + (widthPt - node.widthPt) / 2, y: y + 2 }, node.widthPt),
        },
      ];
    case 'gap':
      return [{ heightPt: node.heightPt, draw: drawNothing }];
    case 'qr': {
      const freePt = widthPt - node.sizePt;
      const left = node.align === 'center' ? freePt / 2 : node.align === 'right' ? freePt : 0;
      return [{ heightPt: node.sizePt, draw: (pen, x, y) => pen.qr(node.payload, { x: x + left, y, sizePt: node.sizePt }) }];
    }
  }
}

export const heightOf = (boxes: readonly Box[]): number => boxes.reduce((sum, { heightPt }) => sum + heightPt, 0);
