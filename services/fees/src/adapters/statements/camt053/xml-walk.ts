import { setImmediate as nextTurn } from 'node:timers/promises';
import { SaxesParser } from 'saxes';
import type { FaultList } from '../fault-list';
import { MAX_TEXT_LENGTH } from '../statement';

/** Bytes handed to the parser before other requests get a turn. */
const SLICE_BYTES = 128 * 1_024;
/** camt.053 needs a dozen levels. */
const MAX_DEPTH = 64;

/** What a walk over an XML document meets. Names are local names: a namespace's version or prefix does not matter. */
export interface XmlVisitor {
  open(name: string, attributes: Readonly<Record<string, string>>, line: number): void;
  /** @param text the element's own text, at most a little longer than is kept of any text; '' for one with elements inside */
  close(text: string): void;
}

/** Ends the walk; the fault has been noted. */
class WalkEnded extends Error {}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

function createWalker(visitor: XmlVisitor, faults: FaultList): SaxesParser {
  const parser = new SaxesParser();
  let depth = 0;
  let text = '';
  const end = (code: 'xml_doctype' | 'xml_malformed' | 'xml_too_deep', line: number, problem = ''): never => {
    faults.add(code, { line }, { problem });
    throw new WalkEnded();
  };
  const addText = (more: string): void => {
    if (text.length <= MAX_TEXT_LENGTH) text += more.slice(0, MAX_TEXT_LENGTH + 1);
  };

  parser.on('error', (error) => end('xml_malformed', parser.line, error.message.replace(/^\d+:\d+: /, '')));
  // Any declaration is refused, an empty one too: with none there is no entity to expand and none to fetch. The event comes
  // with the declaration's end; it began as many lines higher as its text has breaks.
  parser.on('doctype', (declaration) => end('xml_doctype', parser.line - (declaration.split('\n').length - 1)));
  parser.on('opentag', (tag) => {
    depth += 1;
    if (depth > MAX_DEPTH) end('xml_too_deep', parser.line);
    text = '';
    visitor.open(localName(tag.name), tag.attributes, parser.line);
    if (faults.isFull()) throw new WalkEnded();
  });
  parser.on('closetag', () => {
    depth -= 1;
    visitor.close(text);
    text = '';
    if (faults.isFull()) throw new WalkEnded();
  });
  parser.on('text', addText);
  parser.on('cdata', addText);
  return parser;
}

/**
 * Walks an XML document from its first byte to its last without building a tree. A document type declaration, a document
 * that is not well-formed and one that is cut off are noted as faults.
 * @param bytes UTF-8
 * @returns whether the document was read to its end
 */
export async function walkXml(bytes: Buffer, visitor: XmlVisitor, faults: FaultList): Promise<boolean> {
  const parser = createWalker(visitor, faults);
  const decoder = new TextDecoder('utf-8');
  try {
    for (let offset = 0; offset < bytes.length; offset += SLICE_BYTES) {
      parser.write(decoder.decode(bytes.subarray(offset, offset + SLICE_BYTES), { stream: true }));
      if (offset > 0) await nextTurn();
    }
    parser.close();
    return true;
  } catch (error) {
    if (error instanceof WalkEnded) return false;
    throw error;
  }
}
