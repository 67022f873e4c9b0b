import { invalid } from '@kcn/kernel';
import type { FileFault } from '../criteria/fault';
import { createFaultList } from '../criteria/fault';
import { readJson } from './json-text';

export type JsonFault = 'not-utf8' | 'not-json' | 'repeated-key';

/** JSON from bytes: UTF-8 and nothing else, no byte order mark, no key twice in an object. */
export function parseJsonBytes(bytes: Uint8Array): { readonly text: string; readonly value: unknown } | { readonly fault: JsonFault } {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { fault: 'not-utf8' };
  }
  // What stands before the first brace would be outside of what two readers agree on.
  if (text.startsWith('\uFEFF')) return { fault: 'not-json' };
  const { faults, add } = createFaultList<FileFault>();
  readJson(text, { faults, add });
  if (faults.length === 0) return { text, value: JSON.parse(text) as unknown };
  return { fault: faults.some(({ code }) => code === 'bad_json') ? 'not-json' : 'repeated-key' };
}

/** A value of a document with the way to it, for the message when it is not what it should be. */
export type Reader<T> = (value: unknown, at: string) => T;

/** @throws DomainError invalid `bad_document` */
export function refuse(at: string, vi: string, en: string): never {
  const where = at === '' ? '/' : at;
  throw invalid('bad_document', { vi: `${where}: ${vi}`, en: `${where}: ${en}`, params: { at: where } });
}

type Members = Readonly<Record<string, Reader<unknown>>>;
type Read<M extends Members> = { readonly [K in keyof M]: ReturnType<M[K]> };

/** An object with exactly these members: one more or one less is refused. */
export const objectOf =
  <M extends Members>(members: M): Reader<Read<M>> =>
  (value, at) =>
    readMembers(value, at, members, {}) as Read<M>;

/** The same, with members that may be absent; absent is not null. */
export const objectWith =
  <M extends Members, O extends Members>(members: M, optional: O): Reader<Read<M> & Partial<Read<O>>> =>
  (value, at) =>
    readMembers(value, at, members, optional) as Read<M> & Partial<Read<O>>;

function readMembers(value: unknown, at: string, members: Members, optional: Members): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse(at, 'phải là một đối tượng', 'must be an object');
  const given = new Map<string, unknown>(Object.entries(value));
  for (const name of given.keys())
    if (!Object.hasOwn(members, name) && !Object.hasOwn(optional, name)) refuse(`${at}/${name}`, 'trường lạ', 'is an unknown member');
  for (const name of Object.keys(members)) if (!given.has(name)) refuse(`${at}/${name}`, 'thiếu', 'is missing');
  const readers = Object.entries({ ...members, ...optional }).filter(([name]) => given.has(name));
  return Object.fromEntries(readers.map(([name, reader]) => [name, reader(given.get(name), `${at}/${name}`)]));
}

/** At most `max` items; where `keyOf` is given, no two with the same key. */
export function listOf<T>(item: Reader<T>, options: { readonly max: number; readonly keyOf?: (item: T) => string }): Reader<readonly T[]> {
  const { max, keyOf } = options;
  return (value, at) => {
    if (!Array.isArray(value)) refuse(at, 'phải là một danh sách', 'must be a list');
    if (value.length > max) refuse(at, `nhiều hơn ${String(max)} mục`, `has more than ${String(max)} items`);
    const keys = new Set<string>();
    return value.map((one: unknown, index) => {
      const read = item(one, `${at}/${String(index)}`);
      const key = keyOf?.(read) ?? String(index);
      if (keys.has(key)) refuse(`${at}/${String(index)}`, `"${key}" có hai lần`, `has "${key}" twice`);
      keys.add(key);
      return read;
    });
  };
}

export function textOf(options: {
  readonly max: number;
  readonly shape?: RegExp;
  readonly isValid?: (text: string) => boolean;
}): Reader<string> {
  const { max, shape, isValid } = options;
  return (value, at) => {
    if (typeof value !== 'string') refuse(at, 'phải là chữ', 'must be a text');
    if (value.length > max) refuse(at, `dài hơn ${String(max)} ký tự`, `is longer than ${String(max)} characters`);
    if ((shape && !shape.test(value)) || (isValid && !isValid(value))) refuse(at, 'không đúng dạng', 'does not have the right form');
    return value;
  };
}

export const literalOf =
  <T extends string>(...texts: readonly T[]): Reader<T> =>
  (value, at) =>
    texts.find((text) => text === value) ?? refuse(at, `phải là ${texts.join(', ')}`, `must be ${texts.join(', ')}`);

export const integerOf =
  ({ from, to }: { readonly from: number; readonly to: number }): Reader<number> =>
  (value, at) =>
    typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to
      ? value
      : refuse(at, `phải là số nguyên từ ${String(from)} đến ${String(to)}`, `must be an integer from ${String(from)} to ${String(to)}`);

export const yesOrNo: Reader<boolean> = (value, at) =>
  typeof value === 'boolean' ? value : refuse(at, 'phải là true hoặc false', 'must be true or false');

export const orNull =
  <T>(reader: Reader<T>): Reader<T | null> =>
  (value, at) =>
    value === null ? null : reader(value, at);
