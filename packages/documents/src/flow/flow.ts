/**
 * What both renderers print: a document taken apart into paragraphs, rules, codes and grids with every size decided, so that a
 * renderer knows nothing of administrative documents and the two cannot disagree. All lengths are points (1/72 inch).
 */
export interface FlowSpan {
  readonly text: string;
  readonly sizePt: number;
  readonly bold: boolean;
  readonly italic: boolean;
  /** RRGGBB; default black. */
  readonly colour?: string;
}

export interface FlowParagraph {
  readonly kind: 'paragraph';
  readonly spans: readonly FlowSpan[];
  readonly align: 'left' | 'center' | 'right' | 'justify';
  readonly firstIndentPt: number;
  readonly beforePt: number;
  readonly afterPt: number;
  /** In units of the font's single line height. */
  readonly lineFactor: number;
  /** Stays on the page of the next node's beginning. */
  readonly keepNext: boolean;
}

/** A short line in the middle of the width. */
export interface FlowRule {
  readonly kind: 'rule';
  readonly widthPt: number;
  /** Width of the place it stands in. */
  readonly availablePt: number;
}

export interface FlowGap {
  readonly kind: 'gap';
  readonly heightPt: number;
}

export interface FlowQr {
  readonly kind: 'qr';
  readonly payload: string;
  readonly sizePt: number;
  readonly align: 'left' | 'center' | 'right';
}

export type FlowCellNode = FlowParagraph | FlowRule | FlowGap | FlowQr;

export interface FlowCell {
  readonly nodes: readonly FlowCellNode[];
  readonly span: number;
  readonly middle?: boolean;
  /** RRGGBB */
  readonly shade?: string;
}

export interface FlowGrid {
  readonly kind: 'grid';
  readonly columnWidthsPt: readonly number[];
  readonly rows: readonly (readonly FlowCell[])[];
  /** The first so many rows are repeated on every page. */
  readonly headerRows: number;
  readonly ruled: boolean;
  readonly paddingPt: { readonly x: number; readonly y: number };
}

export interface FlowPageBreak {
  readonly kind: 'page-break';
}

export type FlowNode = FlowCellNode | FlowGrid | FlowPageBreak;

/** Pages of one size that are numbered together. */
export interface FlowSection {
  readonly orientation: 'portrait' | 'landscape';
  readonly marginsPt: { readonly top: number; readonly right: number; readonly bottom: number; readonly left: number };
  /** A decorative double frame. */
  readonly framed: boolean;
  /** Printed at the top from the second page on. */
  readonly numbered: boolean;
  readonly nodes: readonly FlowNode[];
}
