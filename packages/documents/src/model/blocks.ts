import type { Alignment, Inline } from './text';

/** Running text; by the decree justified with an indented first line. */
export interface ParagraphBlock {
  readonly kind: 'paragraph';
  readonly text: Inline;
  /** Default `justify`. */
  readonly align?: Alignment;
  /** Whether the first line is indented; default true for justified text. */
  readonly indent?: boolean;
  /** `small` is for notes: two points less. */
  readonly size?: 'normal' | 'small' | 'large';
}

/** The title of a part: level 1 centred (`Chương I`), level 2 bold with indent (`I. …`), level 3 bold italic. Stays with what follows. */
export interface HeadingBlock {
  readonly kind: 'heading';
  readonly level: 1 | 2 | 3;
  readonly text: string;
}

/** Numbered points; the label is printed as given (`1.`, `a)`, `-`), so that both renderers and every reader show the same number. */
export interface PointsBlock {
  readonly kind: 'points';
  readonly points: readonly { readonly label: string; readonly text: Inline }[];
}

export interface TableColumn {
  readonly title: Inline;
  /** Share of the table's width; only the proportion to the other columns counts. */
  readonly width: number;
  /** Of the cells below the title; default `left`. */
  readonly align?: Exclude<Alignment, 'justify'>;
}

export interface TableCell {
  readonly text: Inline;
  /** Columns that the cell covers; default 1. */
  readonly span?: number;
  /** Default: the alignment of the first column that it covers. */
  readonly align?: Exclude<Alignment, 'justify'>;
}

export interface TableRow {
  /** The spans of the cells add up to the number of columns. */
  readonly cells: readonly (string | TableCell)[];
  /** `total` and `group` are printed bold, `total` also shaded; default `normal`. */
  readonly style?: 'normal' | 'group' | 'total';
}

/** A ruled table over the whole width; its header is repeated on every page. */
export interface TableBlock {
  readonly kind: 'table';
  readonly columns: readonly TableColumn[];
  /** Header rows above the column titles, for titles that cover several columns. */
  readonly groupTitles?: readonly TableRow[];
  readonly rows: readonly TableRow[];
  readonly caption?: string;
  /** Printed right above the table: `Đơn vị tính: đồng`. */
  readonly unitNote?: string;
  readonly size?: 'normal' | 'small';
}

export interface Field {
  readonly label: string;
  readonly value: Inline;
}

/** Labels and values below each other without rules. */
export interface FieldsBlock {
  readonly kind: 'fields';
  readonly fields: readonly Field[];
  /** Share of the width that the labels take, 0.1–0.9; default 0.36. */
  readonly labelShare?: number;
}

/** A QR code of a payload, with fields at its right if there are any. */
export interface QrBlock {
  readonly kind: 'qr';
  /** Printed as it is, byte for byte in UTF-8; at most 1 200 bytes. */
  readonly payload: string;
  /** Edge including the quiet zone, 15–90 mm; default 35. */
  readonly sizeMm?: number;
  readonly caption?: string;
  readonly fields?: readonly Field[];
  /** Where it stands when it has no fields; default `center`. */
  readonly align?: Exclude<Alignment, 'justify'>;
}

export interface PageBreakBlock {
  readonly kind: 'page-break';
}

export type Block = ParagraphBlock | HeadingBlock | PointsBlock | TableBlock | FieldsBlock | QrBlock | PageBreakBlock;
