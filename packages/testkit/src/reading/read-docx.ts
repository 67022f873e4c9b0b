import { unzipSync } from 'fflate';
import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { SaxesParser } from 'saxes';

/** The texts of a part, by paragraph. */
function xmlTexts(part: Uint8Array | undefined): string[] {
  const texts = [''];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name }) => {
    if (name === 'w:p') texts.push('');
  });
  parser.on('text', (text) => texts.push(`${texts.pop() ?? ''}${text}`));
  parser.write(Buffer.from(part ?? []).toString()).close();
  return texts.filter((text) => text.trim() !== '');
}

export interface ReadDocx {
  readonly text: string;
  /** The paragraphs that have text, in the file's order; each cell of a table is one. */
  readonly paragraphs: readonly string[];
  /** What a decoder reads in each image. */
  readonly codes: readonly (string | undefined)[];
}

/** What a decoder reads in a PNG image; undefined when it finds no code. */
function decodePng(bytes: Uint8Array): string | undefined {
  const { data, width, height } = PNG.sync.read(Buffer.from(bytes));
  return jsQR(Uint8ClampedArray.from(data), width, height)?.data;
}

/**
 * A Word file as a reader finds it: its text and the codes in its images.
 * @throws Error when it is no package of well-formed parts
 */
export function readDocx(bytes: Uint8Array): ReadDocx {
  const parts = unzipSync(bytes);
  for (const [name, part] of Object.entries(parts)) if (/\.(xml|rels)$/.test(name)) xmlTexts(part);
  const images = Object.entries(parts).filter(([name]) => /^word\/media\/.+/.test(name));
  const paragraphs = xmlTexts(parts['word/document.xml']);
  return { text: paragraphs.join(''), paragraphs, codes: images.map(([, image]) => decodePng(image)) };
}
