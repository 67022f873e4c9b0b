/** Subfields of field 86: what the payer wrote stands in 20–29 and 60–63, the other party's name in 32 and 33. */
const SUBFIELD = /\?(0[01]|10|2\d|3[0-8]|6[0-3])/;
const STRUCTURED = /^\d{0,3}\?(?:0[01]|10|2\d)/;
const REMITTANCE = /^(?:2\d|6[0-3])$/;
const NAME = /^3[23]$/;
/** A line of field 86 holds so many characters; a longer text goes on in the next line, inside a word too. */
const LINE_LENGTH = 65;

function joinFree(lines: readonly string[]): string {
  let text = '';
  let before = LINE_LENGTH;
  for (const line of lines) {
    text += (before >= LINE_LENGTH ? '' : ' ') + line;
    before = line.length;
  }
  return text;
}

/**
 * Field 86 as what the payer wrote and who it was. The pieces of a text are put together as they were cut, at any letter:
 * `?20…thanh t?21oan…` is `thanh toan`.
 */
export function readInformation(lines: readonly string[]): { readonly description: string; readonly remitter: string } {
  if (!STRUCTURED.test(lines[0] ?? '')) return { description: joinFree(lines).trim(), remitter: '' };
  // With the group captured, split gives text and code in turn.
  const [, ...parts] = lines.join('').split(SUBFIELD);
  let title = '';
  let description = '';
  let remitter = '';
  for (let index = 0; index + 1 < parts.length; index += 2) {
    const [code = '', text = ''] = [parts[index], parts[index + 1]];
    if (REMITTANCE.test(code)) description += text;
    else if (NAME.test(code)) remitter += text;
    else if (code === '00') title = text;
  }
  return { description: description.trim() || title.trim(), remitter: remitter.trim() };
}
