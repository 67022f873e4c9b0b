import type { FlowGrid, FlowNode, FlowSection } from '../flow/flow';
import { boxesOf, heightOf } from './boxes';
import type { Box } from './boxes';
import { gridRow } from './grid-rows';
import type { GridRow } from './grid-rows';
import { beginSection } from './pages';
import type { Pages } from './pages';

/** Lines of a paragraph that are not left alone on either side of a page's end. */
const LEAST_LINES = 2;
/** Added up heights may exceed the page by rounding. */
const TOLERANCE_PT = 0.01;

const fits = (pages: Pages, heightPt: number): boolean => heightPt <= pages.room() + TOLERANCE_PT;

function drawBoxes(pages: Pages, boxes: readonly Box[]): void {
  for (const box of boxes) {
    if (!fits(pages, box.heightPt) && !pages.isFresh()) pages.nextPage();
    box.draw(pages.pen, pages.left, pages.y());
    pages.moveDown(box.heightPt);
  }
}

function drawParagraph(pages: Pages, boxes: readonly Box[]): void {
  if (fits(pages, heightOf(boxes))) {
    drawBoxes(pages, boxes);
    return;
  }
  let here = 0;
  while (here < boxes.length && fits(pages, heightOf(boxes.slice(0, here + 1)))) here += 1;
  // One line alone at the bottom goes to the next page; one alone at its top takes another along.
  if (boxes.length - here < LEAST_LINES) here = boxes.length - LEAST_LINES;
  if (here < LEAST_LINES) here = 0;
  drawBoxes(pages, boxes.slice(0, here));
  if (!pages.isFresh()) pages.nextPage();
  drawBoxes(pages, boxes.slice(here));
}

function drawRow(pages: Pages, row: GridRow): void {
  row.draw(pages.pen, pages.left, pages.y());
  pages.moveDown(row.heightPt);
}

/** Rows are kept whole unless one is taller than a page; each new page begins with the header rows. */
function drawGrid(pages: Pages, grid: FlowGrid): void {
  const header = grid.rows.slice(0, grid.headerRows).map((cells) => gridRow(cells, grid));
  const headerPt = header.reduce((sum, { heightPt }) => sum + heightPt, 0);
  // A header so tall that no row would have room is not repeated.
  const isRepeated = headerPt < pages.contentHeightPt / 2;
  const nextPage = (): void => {
    pages.nextPage();
    if (isRepeated) for (const row of header) drawRow(pages, row);
  };
  const freshRoomPt = pages.contentHeightPt - (isRepeated ? headerPt : 0);
  const drawWhole = (row: GridRow): void => {
    let rest = row;
    while (!fits(pages, rest.heightPt)) {
      if (rest.heightPt <= freshRoomPt) {
        nextPage();
        continue;
      }
      const parts = rest.cutAt(pages.room());
      if (parts) {
        drawRow(pages, parts[0]);
        rest = parts[1];
      } else if (pages.room() >= freshRoomPt - TOLERANCE_PT) {
        // Not even a strip fits on an empty page: it is drawn over the margin rather than never.
        break;
      }
      nextPage();
    }
    drawRow(pages, rest);
  };

  const first = grid.rows[grid.headerRows];
  const firstPt = first ? Math.min(gridRow(first, grid).heightPt, freshRoomPt / 2) : 0;
  // The header does not stand alone at a page's end.
  if (header.length > 0 && !fits(pages, headerPt + firstPt) && !pages.isFresh()) pages.nextPage();
  for (const row of header) drawWhole(row);
  for (const cells of grid.rows.slice(grid.headerRows)) drawWhole(gridRow(cells, grid));
}

/** Height of a node, for a grid that of its beginning: header and first row. */
function beginningPt(node: FlowNode, widthPt: number): number {
  if (node.kind === 'page-break') return 0;
  if (node.kind !== 'grid') return heightOf(boxesOf(node, widthPt));
  return node.rows.slice(0, node.headerRows + 1).reduce((sum, cells) => sum + gridRow(cells, node).heightPt, 0);
}

/** Height from a node that stays with the next one to the beginning of what it stays with; gaps in between count. */
function keptHeightPt(nodes: readonly FlowNode[], from: number, widthPt: number): number {
  let heightPt = 0;
  for (let at = from; at < nodes.length; at += 1) {
    const node = nodes[at];
    if (!node) break;
    heightPt += beginningPt(node, widthPt);
    const goesOn = node.kind === 'gap' || node.kind === 'rule' || (node.kind === 'paragraph' && node.keepNext);
    if (!goesOn) break;
  }
  return heightPt;
}

/** Fills as many pages as a section needs. */
export function fillSection(doc: PDFKit.PDFDocument, section: FlowSection): void {
  const pages = beginSection(doc, section);
  const { nodes } = section;
  let isInChain = false;
  for (const [index, node] of nodes.entries()) {
    const keeps = node.kind === 'paragraph' && node.keepNext;
    if (keeps && !isInChain && !pages.isFresh()) {
      const neededPt = keptHeightPt(nodes, index, pages.contentWidthPt);
      if (neededPt > pages.room() && neededPt <= pages.contentHeightPt) pages.nextPage();
    }
    isInChain = keeps || (isInChain && (node.kind === 'gap' || node.kind === 'rule'));
    switch (node.kind) {
      case 'page-break':
        if (!pages.isFresh()) pages.nextPage();
        break;
      case 'grid':
        drawGrid(pages, node);
        break;
      case 'gap':
        // Space between things, of which none is needed at a page's top.
        if (fits(pages, node.heightPt)) pages.moveDown(pages.isFresh() ? 0 : node.heightPt);
        else pages.nextPage();
        break;
      case 'paragraph':
        drawParagraph(pages, boxesOf(node, pages.contentWidthPt));
        break;
      case 'rule':
      case 'qr':
        drawBoxes(pages, boxesOf(node, pages.contentWidthPt));
        break;
    }
  }
}
