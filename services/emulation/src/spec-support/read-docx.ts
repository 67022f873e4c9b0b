import { unzipSync } from 'fflate';
import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { SaxesParser } from 'saxes';

export interface ReadDocx {
  /** The texts of the document's paragraphs, in their order. */
  readonly paragraphs: readonly string[];
  /** What a decoder reads in its first picture. */
  readonly qr: string | undefined;
}

/** The texts of the paragraphs of a part; throws when it is no well-formed XML. */
function paragraphsOf(part: Uint8Array): string[] {
  const paragraphs: string[] = [];
  let inText = false;
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name }) => {
    if (name === 'w:p') paragraphs.push('');
    inText = name === 'w:t';
  });
  parser.on('closetag', () => {
    inText = false;
  });
  parser.on('text', (text) => {
    if (inText) paragraphs.push(`${paragraphs.pop() ?? ''}${text}`);
  });
  parser.write(Buffer.from(part).toString()).close();
  return paragraphs.filter((text) => text !== '');
}

/** A DOCX file as a reader finds it. Throws where the package or one of its parts is not well-formed. */
export function readDocx(bytes: Uint8Array): ReadDocx {
  const parts = unzipSync(bytes);
  for (const [name, part] of Object.entries(parts)) if (/\.(xml|rels)$/.test(name)) paragraphsOf(part);
  const picture = Object.entries(parts).find(([name]) => /^word\/media\/.+/.test(name))?.[1];
  const decode = (png: Uint8Array): string | undefined => {
    const { data, width, height } = PNG.sync.read(Buffer.from(png));
    return jsQR(Uint8ClampedArray.from(data), width, height)?.data;
  };
  return { paragraphs: paragraphsOf(parts['word/document.xml'] ?? new Uint8Array()), qr: picture && decode(picture) };
}
