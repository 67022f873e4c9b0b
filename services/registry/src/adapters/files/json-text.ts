/** Strings, and the characters that open, close and part objects and arrays; what lies between does not matter here. */
const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/**
 * The first key that one object of a JSON text has twice; JSON.parse would silently take the last.
 * @param text valid JSON
 */
export function findRepeatedKey(text: string): string | undefined {
  const open: (Set<string> | 'array')[] = [];
  let previous = '';
  for (const [token] of text.matchAll(TOKENS)) {
    const top = open.at(-1);
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push('array');
    else if (token === '}' || token === ']') open.pop();
    else if (token === ':' && top instanceof Set) {
      const key = JSON.parse(previous) as string;
      if (top.has(key)) return key;
      top.add(key);
    }
    previous = token;
  }
  return undefined;
}
