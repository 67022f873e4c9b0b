import { unzipSync, zipSync } from 'fflate';
import type { Zippable } from 'fflate';

/** The first moment a ZIP can name, in local time as ZIP writes it, so that the zone of the machine leaves no trace. */
const EPOCH = new Date(1980, 0, 1);
const LEVEL = 6;

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** Word's parts name the time of writing, and pictures are counted over the life of the process. */
function withoutTraces(name: string, content: Uint8Array, createdAt: string): Uint8Array {
  if (name === 'docProps/core.xml') {
    const xml = decoder.decode(content).replaceAll(/(<dcterms:(created|modified)[^>]*>)[^<]*/g, `$1${createdAt}`);
    return encoder.encode(xml);
  }
  if (name.startsWith('word/') && name.endsWith('.xml')) {
    let pictures = 0;
    const xml = decoder.decode(content).replaceAll(/(<wp:docPr\b[^>]*?\bid=")\d+(")/g, (_, before: string, after: string) => {
      pictures += 1;
      return `${before}${String(pictures)}${after}`;
    });
    return encoder.encode(xml);
  }
  return content;
}

/**
 * The same DOCX with everything that depends on when or where it was packed replaced: times, picture numbers, order and
 * compression of the parts.
 * @param createdAt ISO 8601, UTC, whole seconds
 */
export function fixedZip(docx: Uint8Array, createdAt: string): Uint8Array {
  const parts = unzipSync(docx);
  const names = Object.keys(parts)
    .filter((name) => !name.endsWith('/'))
    .sort((a, b) => (a < b ? -1 : 1));
  // Readers look for the list of content types first.
  const ordered = ['[Content_Types].xml', ...names.filter((name) => name !== '[Content_Types].xml')];
  const entries: Zippable = {};
  for (const name of ordered) {
    const content = parts[name];
    if (content) entries[name] = withoutTraces(name, content, createdAt);
  }
  return zipSync(entries, { mtime: EPOCH, level: LEVEL, os: 0 });
}
