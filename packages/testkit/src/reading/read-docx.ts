import { unzipSync } from 'fflate';
import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { SaxesParser } from 'saxes';

function xmlText(part: Uint8Array | undefined): string {
  const texts: string[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('text', (text) => texts.push(text));
  parser.write(Buffer.from(part ?? []).toString()).close();
  return texts.join('');
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
export function readDocx(bytes: Uint8Array): { readonly text: string; readonly codes: readonly (string | undefined)[] } {
  const parts = unzipSync(bytes);
  for (const [name, part] of Object.entries(parts)) if (/\.(xml|rels)$/.test(name)) xmlText(part);
  const images = Object.entries(parts).filter(([name]) => /^word\/media\/.+/.test(name));
  return { text: xmlText(parts['word/document.xml']), codes: images.map(([, image]) => decodePng(image)) };
}
