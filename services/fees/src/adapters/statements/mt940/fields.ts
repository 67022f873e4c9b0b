/** One field of a SWIFT message: `:61:…` with the lines that continue it. */
export interface SwiftField {
  /** `61`, `60F`, `28C` */
  readonly tag: string;
  /** The text of the field, one element per line of the file. */
  readonly lines: readonly string[];
  /** Line of the file on which the field starts, and the last one that has text. */
  readonly line: number;
  readonly lastLine: number;
}

/** What stands in a file one after another: a field, the end of a message, or text that belongs to no field. */
export type SwiftPart =
  | { readonly kind: 'field'; readonly field: SwiftField }
  | { readonly kind: 'end'; readonly line: number }
  | { readonly kind: 'stray'; readonly line: number; readonly text: string };

/** A field of more lines than this is none; SWIFT allows six, banks write a few more. */
const MAX_FIELD_LINES = 200;
/** The start of a block wrapper. */
const BLOCK = /^\{[1-5S]:/;
const TAG = /^:(\d{2}[A-Z]?):/;
/** Nothing to read; some banks end a file with the old end-of-file sign. */
// Finding a control character is the purpose.
// eslint-disable-next-line no-control-regex
const EMPTY = /^[\s\u001A]*$/;
const LINE_FEED = 0x0a;

/** The lines of a file without their ends (LF or CRLF), counted from 1. */
function* linesOf(bytes: Buffer): Generator<{ readonly text: string; readonly line: number }> {
  let line = 0;
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(LINE_FEED, start);
    const end = found < 0 ? bytes.length : found;
    line += 1;
    yield { text: bytes.toString('utf8', start, bytes[end - 1] === 0x0d && end > start ? end - 1 : end), line };
    start = end + 1;
  }
}

/** A line without SWIFT's block wrappers: `{1:F01…}{2:O940…}{4:` stands before a message's text, `-}{5:…}` after it. */
function unwrap(text: string): { readonly ends: boolean; readonly rest: string } {
  const ends = text === '-' || text.startsWith('-}');
  const tail = ends ? text.slice(2) : text;
  if (!BLOCK.test(tail)) return { ends, rest: ends ? '' : tail };
  const block4 = tail.indexOf('{4:');
  return { ends, rest: block4 < 0 ? '' : tail.slice(block4 + 3) };
}

/**
 * The parts of an MT940 file in the order in which they stand there. Linear in the file's length.
 * @param bytes UTF-8, ASCII as a rule
 */
export function* partsOf(bytes: Buffer): Generator<SwiftPart> {
  let current: { tag: string; lines: string[]; line: number; lastLine: number } | undefined;
  for (const { text, line } of linesOf(bytes)) {
    const { ends, rest } = unwrap(text);
    const tag = TAG.exec(rest)?.[1];
    if ((ends || tag !== undefined) && current) {
      yield { kind: 'field', field: current };
      current = undefined;
    }
    if (ends) yield { kind: 'end', line };
    if (tag !== undefined) current = { tag, lines: [rest.slice(tag.length + 2)], line, lastLine: line };
    else if (!EMPTY.test(rest)) {
      if (current && current.lines.length < MAX_FIELD_LINES) {
        current.lines.push(rest);
        current.lastLine = line;
      } else yield { kind: 'stray', line, text: rest };
    }
  }
  if (current) yield { kind: 'field', field: current };
}
