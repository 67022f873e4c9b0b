import { face, faceNameOf } from '../fonts/faces';
import type { FaceName } from '../fonts/faces';
import type { FlowSpan } from '../flow/flow';

/** A part of a line in one face and size. */
export interface Piece {
  readonly text: string;
  readonly face: FaceName;
  readonly sizePt: number;
  readonly colour: string;
  readonly widthPt: number;
}

/** What is never torn apart at a line's end: pieces without a space between them, after a space of some width. */
export interface Word {
  readonly pieces: readonly Piece[];
  readonly widthPt: number;
  /** Width of the spaces before it; nothing at a line's beginning. */
  readonly spaceBeforePt: number;
}

export interface Line {
  readonly words: readonly Word[];
  /** Without spaces at its end. */
  readonly widthPt: number;
  readonly indentPt: number;
  /** The tallest letters; decides the line's height. */
  readonly sizePt: number;
  /** Last line of its paragraph: never justified. */
  readonly isLast: boolean;
}

export interface LineMeasures {
  readonly widthPt: number;
  readonly firstIndentPt: number;
}

/** Rounding must not push a text that fits exactly onto a new line. */
const TOLERANCE_PT = 0.01;
const BLACK = '000000';

function pieceOf(text: string, span: FlowSpan): Piece {
  const faceName = faceNameOf(span);
  return { text, face: faceName, sizePt: span.sizePt, colour: span.colour ?? BLACK, widthPt: face(faceName).widthOf(text) * span.sizePt };
}

const word = (pieces: readonly Piece[], spaceBeforePt: number): Word => ({
  pieces,
  spaceBeforePt,
  widthPt: pieces.reduce((sum, { widthPt }) => sum + widthPt, 0),
});

function* wordsOf(spans: readonly FlowSpan[]): Generator<Word> {
  let pieces: Piece[] = [];
  let spacePt = 0;
  for (const span of spans) {
    for (const [part] of span.text.matchAll(/ +|[^ ]+/g)) {
      const piece = pieceOf(part, span);
      if (!part.startsWith(' ')) {
        pieces.push(piece);
        continue;
      }
      if (pieces.length > 0) {
        yield word(pieces, spacePt);
        pieces = [];
        spacePt = 0;
      }
      spacePt += piece.widthPt;
    }
  }
  if (pieces.length > 0) yield word(pieces, spacePt);
}

/** A word wider than a line, cut between letters (never before a combining mark) into parts that fit. */
function* cutToFit(long: Word, widthPt: number): Generator<Word> {
  let pieces: Piece[] = [];
  let usedPt = 0;
  let spacePt = long.spaceBeforePt;
  for (const piece of long.pieces) {
    let text = '';
    let textPt = 0;
    const close = (): void => {
      if (text !== '') pieces.push({ ...piece, text, widthPt: textPt });
      text = '';
      textPt = 0;
    };
    for (const [letter] of piece.text.matchAll(/.\p{M}*/gsu)) {
      const letterPt = face(piece.face).widthOf(letter) * piece.sizePt;
      if (usedPt + letterPt > widthPt + TOLERANCE_PT && usedPt > 0) {
        close();
        yield word(pieces, spacePt);
        pieces = [];
        usedPt = 0;
        spacePt = 0;
      }
      text += letter;
      textPt += letterPt;
      usedPt += letterPt;
    }
    close();
  }
  if (pieces.length > 0) yield word(pieces, spacePt);
}

const sizeOf = (words: readonly Word[], least: number): number =>
  words.reduce((size, { pieces }) => pieces.reduce((most, piece) => Math.max(most, piece.sizePt), size), words.length === 0 ? least : 0);

/** First-fit line breaking at spaces; an empty paragraph is one empty line. */
export function breakIntoLines(spans: readonly FlowSpan[], { widthPt, firstIndentPt }: LineMeasures): Line[] {
  const lines: Line[] = [];
  const emptySizePt = spans[0]?.sizePt ?? 0;
  let words: Word[] = [];
  let usedPt = 0;
  const indentPt = (): number => (lines.length === 0 ? Math.min(firstIndentPt, widthPt / 2) : 0);
  const close = (isLast: boolean): void => {
    lines.push({ words, widthPt: usedPt, indentPt: indentPt(), sizePt: sizeOf(words, emptySizePt), isLast });
    words = [];
    usedPt = 0;
  };
  const put = (next: Word): void => {
    const spacePt = words.length === 0 ? 0 : next.spaceBeforePt;
    if (words.length > 0 && usedPt + spacePt + next.widthPt > widthPt - indentPt() + TOLERANCE_PT) {
      close(false);
      put(next);
      return;
    }
    words.push(spacePt === next.spaceBeforePt ? next : { ...next, spaceBeforePt: spacePt });
    usedPt += spacePt + next.widthPt;
  };
  for (const next of wordsOf(spans)) {
    const isTooWide = next.widthPt > widthPt - Math.min(firstIndentPt, widthPt / 2) + TOLERANCE_PT;
    if (!isTooWide) put(next);
    else for (const part of cutToFit(next, widthPt - indentPt())) put(part);
  }
  close(true);
  return lines;
}
