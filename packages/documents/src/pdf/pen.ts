import type { FaceName } from '../fonts/faces';
import { ASCENT, face, FACE_NAMES } from '../fonts/faces';
import { qrCode } from '../qr/qr-code';
import type { Line, Piece } from './lines';

export interface LinePlace {
  /** Left edge of the line's place. */
  readonly x: number;
  /** Baseline. */
  readonly y: number;
  readonly widthPt: number;
  readonly align: 'left' | 'center' | 'right' | 'justify';
}

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly widthPt: number;
  readonly heightPt: number;
}

/** Draws on the current page; coordinates are points from the top left corner. */
export interface Pen {
  line(line: Line, place: LinePlace): void;
  qr(payload: string, place: { readonly x: number; readonly y: number; readonly sizePt: number }): void;
  fill(place: Rectangle, colour: string): void;
  frame(place: Rectangle, widthPt: number): void;
  rule(from: { readonly x: number; readonly y: number }, lengthPt: number): void;
}

/** Options that pdfkit understands but its types leave out: with both it does not measure the text once more. */
interface TextOptions extends PDFKit.Mixins.TextOptions {
  readonly textWidth: number;
  readonly wordCount: number;
}

/**
 * Widths are sums of the letters' own (as Word sets them) and texts are composed, so every step by which fontkit would replace or
 * move letters is left out; they take most of the time of setting a page. An object is its form for "without".
 */
const PLAIN_LETTERS = Object.fromEntries(
  ['calt', 'ccmp', 'clig', 'curs', 'kern', 'liga', 'locl', 'ltra', 'ltrm', 'mark', 'mkmk', 'rclt', 'rlig', 'rvrn'].map((step) => [
    step,
    false,
  ]),
) as unknown as PDFKit.Mixins.OpenTypeFeatures[];
const RULE_PT = 0.6;

/** The parsed fonts are shared by all files; only the letters that a file uses go into it. */
export function registerFaces(doc: PDFKit.PDFDocument): void {
  for (const name of FACE_NAMES) doc.registerFont(name, face(name).font as unknown as PDFKit.Mixins.PDFFontSource);
}

export function createPen(doc: PDFKit.PDFDocument): Pen {
  const text = (value: string, piece: Piece, x: number, y: number, widthPt: number): void => {
    const options: TextOptions = { lineBreak: false, baseline: 'alphabetic', features: PLAIN_LETTERS, textWidth: widthPt, wordCount: 1 };
    doc.font(piece.face).fontSize(piece.sizePt).fillColor(`#${piece.colour}`).text(value, x, y, options);
  };
  const isSameStyle = (a: Piece, b: Piece): boolean => a.face === b.face && a.sizePt === b.sizePt && a.colour === b.colour;
  const spaceWidth = (piece: Piece): number => face(piece.face satisfies FaceName).widthOf(' ') * piece.sizePt;

  return {
    line({ words, widthPt: lineWidthPt, indentPt, isLast }, { x, y, widthPt, align }) {
      const freePt = widthPt - indentPt - lineWidthPt;
      const stretchPt = align === 'justify' && !isLast && words.length > 1 ? freePt / (words.length - 1) : 0;
      let at = x + indentPt + (align === 'center' ? freePt / 2 : align === 'right' ? freePt : 0);
      // Pieces of one style are drawn together, spaces included, so that a reader of the file finds words apart.
      let waiting: { piece: Piece; text: string; x: number; widthPt: number } | undefined;
      const draw = (): void => {
        if (waiting) text(waiting.text, waiting.piece, waiting.x, y, waiting.widthPt);
        waiting = undefined;
      };
      for (const [index, { pieces, spaceBeforePt }] of words.entries()) {
        for (const [part, piece] of pieces.entries()) {
          const isNewWord = part === 0 && index > 0;
          if (isNewWord) at += spaceBeforePt + stretchPt;
          if (waiting && isNewWord) {
            const spaces = Math.max(1, Math.round(spaceBeforePt / spaceWidth(waiting.piece)));
            waiting.text += ' '.repeat(spaces);
            waiting.widthPt += spaceBeforePt;
          }
          if (waiting && isSameStyle(waiting.piece, piece) && (stretchPt === 0 || !isNewWord)) {
            waiting.text += piece.text;
            waiting.widthPt += piece.widthPt;
          } else {
            draw();
            waiting = { piece, text: piece.text, x: at, widthPt: piece.widthPt };
          }
          at += piece.widthPt;
        }
      }
      draw();
    },
    qr(payload, { x, y, sizePt }) {
      const code = qrCode(payload);
      const modulePt = sizePt / code.size;
      for (let row = 0; row < code.size; row += 1) {
        for (let column = 0; column < code.size; column += 1) {
          if (!code.isDark(row, column)) continue;
          const start = column;
          while (column + 1 < code.size && code.isDark(row, column + 1)) column += 1;
          doc.rect(x + start * modulePt, y + row * modulePt, (column + 1 - start) * modulePt, modulePt);
        }
      }
      doc.fill('#000000');
    },
    fill({ x, y, widthPt, heightPt }, colour) {
      doc.rect(x, y, widthPt, heightPt).fill(`#${colour}`);
    },
    frame({ x, y, widthPt, heightPt }, lineWidthPt) {
      doc.lineWidth(lineWidthPt).rect(x, y, widthPt, heightPt).stroke('#000000');
    },
    rule({ x, y }, lengthPt) {
      doc
        .lineWidth(RULE_PT)
        .moveTo(x, y)
        .lineTo(x + lengthPt, y)
        .stroke('#000000');
    },
  };
}

/** Where the baseline of a line lies below its top edge. */
export const baselineOf = (sizePt: number): number => sizePt * ASCENT;
