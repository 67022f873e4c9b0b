import type { FaultList, FileFault } from '../criteria/fault';
import { pointer } from '../criteria/fault';

/** JSON as read: objects are maps, so that no key can collide with what a plain object brings along. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | ReadonlyMap<string, JsonValue>;

const MAX_DEPTH = 64;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\]|\\.)*"/sy;
const SPACE = /[ \t\n\r]*/y;

class Unreadable extends Error {
  constructor(readonly offset: number) {
    super('unreadable JSON');
  }
}

/**
 * Reads JSON strictly (RFC 8259) and refuses what `JSON.parse` lets through: a key twice in one object, which would make two
 * readers see two files.
 *
 * @returns undefined, with the fault added, when the text is no JSON
 */
export function readJson(text: string, faults: FaultList<FileFault>): JsonValue | undefined {
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  let at = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(source)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  const expect = (token: string): void => {
    if (!source.startsWith(token, at)) throw new Unreadable(at);
    at += token.length;
  };
  const startsItem = (close: string): boolean => {
    match(SPACE);
    return source[at] !== close;
  };
  /** After an item: true when another one follows, false when the list or object ends. */
  const goesOn = (close: string): boolean => {
    match(SPACE);
    if (source[at] === ',') {
      at += 1;
      match(SPACE);
      return true;
    }
    expect(close);
    return false;
  };
  const readString = (): string => {
    const literal = match(STRING);
    if (literal === undefined) throw new Unreadable(at);
    try {
      return JSON.parse(literal) as string;
    } catch {
      throw new Unreadable(at - literal.length);
    }
  };
  const readObject = (path: string, depth: number): JsonValue => {
    const members = new Map<string, JsonValue>();
    at += 1;
    if (!startsItem('}')) {
      at += 1;
      return members;
    }
    do {
      const key = readString();
      if (members.has(key))
        faults.add({
          code: 'duplicate_key',
          path: pointer(path, key),
          vi: `Khóa "${key}" có hai lần trong một đối tượng`,
          en: `The key "${key}" stands twice in one object`,
        });
      match(SPACE);
      expect(':');
      members.set(key, readValue(pointer(path, key), depth));
    } while (goesOn('}'));
    return members;
  };
  const readList = (path: string, depth: number): JsonValue => {
    const items: JsonValue[] = [];
    at += 1;
    if (!startsItem(']')) {
      at += 1;
      return items;
    }
    do items.push(readValue(pointer(path, items.length), depth));
    while (goesOn(']'));
    return items;
  };
  const readNumber = (): number => {
    const literal = match(NUMBER);
    if (literal === undefined) throw new Unreadable(at);
    return Number(literal);
  };
  function readValue(path: string, depth: number): JsonValue {
    if (depth > MAX_DEPTH) throw new Unreadable(at);
    match(SPACE);
    switch (source[at]) {
      case '{':
        return readObject(path, depth + 1);
      case '[':
        return readList(path, depth + 1);
      case '"':
        return readString();
      case 't':
        expect('true');
        return true;
      case 'f':
        expect('false');
        return false;
      case 'n':
        expect('null');
        return null;
      default:
        return readNumber();
    }
  }
  try {
    const value = readValue('', 0);
    match(SPACE);
    if (at !== source.length) throw new Unreadable(at);
    return value;
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const line = source.slice(0, error.offset).split('\n').length;
    faults.add({
      code: 'bad_json',
      path: '',
      vi: `Không phải JSON hợp lệ, dòng ${String(line)}`,
      en: `Not valid JSON, line ${String(line)}`,
    });
    return undefined;
  }
}
