import { invalid } from '@kcn/kernel';

/** An element: its name with text or with elements inside. Undefined ones among those are left out. */
export interface XmlElement {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly content: string | readonly (XmlElement | undefined)[];
}

/** Characters that no XML 1.0 document can hold, not even escaped. */
// Finding control characters is the purpose.
// eslint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/u;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // A parser turns these into a line feed or a space unless they are written as references.
  '\r': '&#13;',
  '\n': '&#10;',
  '\t': '&#9;',
};

/** @throws DomainError invalid `text_not_for_xml` */
function escape(text: string): string {
  if (FORBIDDEN.test(text))
    throw invalid('text_not_for_xml', {
      vi: `${JSON.stringify(text.slice(0, 60))} có ký tự điều khiển, không ghi được vào XML`,
      en: `${JSON.stringify(text.slice(0, 60))} holds a control character, which XML cannot have`,
    });
  return text.replaceAll(/[&<>"\r\n\t]/g, (character) => ESCAPES[character] ?? character);
}

function write({ name, attributes = {}, content }: XmlElement, indent: string): string {
  const start = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escape(value)}"`)].join(' ');
  if (typeof content === 'string') return `${indent}<${start}>${escape(content)}</${name}>\n`;
  const inside = content.map((child) => (child === undefined ? '' : write(child, `${indent}  `))).join('');
  return `${indent}<${start}>\n${inside}${indent}</${name}>\n`;
}

/** The document as text; the same element gives the same text, letter by letter. */
export const writeXml = (root: XmlElement): string => `<?xml version="1.0" encoding="UTF-8"?>\n${write(root, '')}`;
