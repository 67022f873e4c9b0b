import type { FlowCell, FlowGrid } from '../flow/flow';
import { boxesOf, heightOf } from './boxes';
import type { Box } from './boxes';
import type { Pen } from './pen';

const BORDER_PT = 0.5;

interface PlacedCell {
  readonly cell: FlowCell;
  readonly boxes: readonly Box[];
  readonly left: number;
  readonly widthPt: number;
}

/** A row of a grid with its cells' contents set; it can be drawn whole or cut into two where a page ends. */
export interface GridRow {
  readonly heightPt: number;
  draw(pen: Pen, x: number, y: number): void;
  /** The part that fits into a height and the rest; undefined when not even one strip of every cell fits. */
  cutAt(heightPt: number): readonly [GridRow, GridRow] | undefined;
}

function rowOf(cells: readonly PlacedCell[], grid: FlowGrid): GridRow {
  const { x: padX, y: padY } = grid.paddingPt;
  const heightPt = cells.reduce((tallest, { boxes }) => Math.max(tallest, heightOf(boxes)), 0) + 2 * padY;
  return {
    heightPt,
    draw(pen, x, y) {
      for (const { cell, boxes, left, widthPt } of cells) {
        const place = { x: x + left, y, widthPt, heightPt };
        if (cell.shade !== undefined) pen.fill(place, cell.shade);
        if (grid.ruled) pen.frame(place, BORDER_PT);
        let at = y + padY + (cell.middle === true ? (heightPt - 2 * padY - heightOf(boxes)) / 2 : 0);
        for (const box of boxes) {
          box.draw(pen, place.x + padX, at);
          at += box.heightPt;
        }
      }
    },
    cutAt(roomPt) {
      const split = cells.map((placed) => {
        let usedPt = 2 * padY;
        let count = 0;
        for (const { heightPt: boxPt } of placed.boxes) {
          if (usedPt + boxPt > roomPt) break;
          usedPt += boxPt;
          count += 1;
        }
        return [placed.boxes.slice(0, count), placed.boxes.slice(count)] as const;
      });
      if (split.some(([head], index) => head.length === 0 && cells[index]?.boxes.length !== 0)) return undefined;
      const part = (which: 0 | 1): GridRow =>
        rowOf(
          cells.map((placed, index) => ({ ...placed, boxes: split[index]?.[which] ?? [] })),
          grid,
        );
      return [part(0), part(1)];
    },
  };
}

/** Sets one row; a grid of thousands of rows is set row by row as its pages are filled. */
export function gridRow(cells: readonly FlowCell[], grid: FlowGrid): GridRow {
  let column = 0;
  let left = 0;
  const placed = cells.map((cell) => {
    const widthPt = grid.columnWidthsPt.slice(column, column + cell.span).reduce((sum, width) => sum + width, 0);
    const boxes = cell.nodes.flatMap((node) => boxesOf(node, widthPt - 2 * grid.paddingPt.x));
    const result = { cell, boxes, left, widthPt };
    column += cell.span;
    left += widthPt;
    return result;
  });
  return rowOf(placed, grid);
}
