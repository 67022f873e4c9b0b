import type { LocalizedText } from '@kcn/kernel';
import type { Fraction } from '@kcn/kernel/fraction';
import { compare, findFraction } from '@kcn/kernel/fraction';
import type { FaultList, FileFault } from './fault';
import { pointer } from './fault';
import type { JsonValue } from '../documents/json-text';

export interface Presence {
  /** An optional field may be absent; it may not be null. */
  readonly optional?: boolean;
}

export interface DecimalBounds extends Presence {
  readonly min?: Fraction;
  readonly above?: Fraction;
  readonly max?: Fraction;
}

/** Reads the fields of one JSON object; what is wrong becomes a fault and reads as undefined. */
export interface ObjectReader {
  readonly path: string;
  has(field: string): boolean;
  pathOf(field: string): string;
  /** A text that is not blank. */
  text(field: string, presence?: Presence): string | undefined;
  /** A decimal written as a string. */
  decimal(field: string, bounds?: DecimalBounds): Fraction | undefined;
  /** A whole number, 0 or above. */
  count(field: string, presence?: Presence): number | undefined;
  flag(field: string, presence?: Presence): boolean | undefined;
  /** A Vietnamese and an English text. */
  name(field: string, presence?: Presence): LocalizedText | undefined;
  texts(field: string, presence?: Presence): readonly string[] | undefined;
  object(field: string, presence?: Presence): ObjectReader | undefined;
  /** The objects of a list; items that are none are faults and left out. */
  objects(field: string, presence?: Presence): readonly ObjectReader[] | undefined;
  /** Field names in the file's order. */
  keys(): readonly string[];
  /** The value as read, for what has a shape of its own. */
  raw(field: string): JsonValue | undefined;
  /** Reports a fault at a field. */
  fault(field: string | undefined, fault: Omit<FileFault, 'path'>): void;
  /** Reports every field that is none of these: a mistyped name must not be a rule left out in silence. */
  onlyFields(fields: readonly string[]): void;
}

const isMap = (value: JsonValue | undefined): value is ReadonlyMap<string, JsonValue> => value instanceof Map;

/** @returns undefined, with the fault added, when the value is no object */
export function readObject(value: JsonValue | undefined, path: string, faults: FaultList<FileFault>): ObjectReader | undefined {
  if (!isMap(value)) {
    faults.add({ code: 'bad_type', path, vi: 'Phải là một đối tượng', en: 'Must be an object' });
    return undefined;
  }
  const pathOf = (field: string): string => pointer(path, field);
  const fault = (field: string | undefined, found: Omit<FileFault, 'path'>): void =>
    faults.add({ ...found, path: field === undefined ? path : pathOf(field) });

  /** The field through `read`, which answers undefined for a wrong type. */
  function field<T>(
    name: string,
    wanted: LocalizedText,
    presence: Presence | undefined,
    read: (value: JsonValue) => T | undefined,
  ): T | undefined {
    const found = (value as ReadonlyMap<string, JsonValue>).get(name);
    if (found === undefined) {
      if (presence?.optional !== true)
        fault(name, { code: 'missing_field', vi: `Thiếu trường "${name}"`, en: `The field "${name}" is missing` });
      return undefined;
    }
    const taken = read(found);
    if (taken === undefined) fault(name, { code: 'bad_type', vi: `"${name}" phải là ${wanted.vi}`, en: `"${name}" must be ${wanted.en}` });
    return taken;
  }

  const reader: ObjectReader = {
    path,
    pathOf,
    fault,
    has: (name) => value.has(name),
    keys: () => [...value.keys()],
    raw: (name) => value.get(name),
    text: (name, presence) =>
      field(name, { vi: 'một chuỗi không trống', en: 'a text that is not blank' }, presence, (v) =>
        typeof v === 'string' && v.trim() !== '' ? v : undefined,
      ),
    flag: (name, presence) =>
      field(name, { vi: 'true hoặc false', en: 'true or false' }, presence, (v) => (typeof v === 'boolean' ? v : undefined)),
    count: (name, presence) =>
      field(name, { vi: 'một số nguyên không âm', en: 'a whole number, 0 or above' }, presence, (v) =>
        typeof v === 'number' && Number.isSafeInteger(v) && v >= 0 ? v : undefined,
      ),
    decimal: (name, bounds = {}) => {
      const read = field(name, { vi: 'một số thập phân viết trong chuỗi', en: 'a decimal written as a string' }, bounds, (v) =>
        typeof v === 'string' ? findFraction(v) : undefined,
      );
      const { min, above, max } = bounds;
      if (read && ((min && compare(read, min) < 0) || (above && compare(read, above) <= 0) || (max && compare(read, max) > 0)))
        fault(name, { code: 'out_of_range', vi: `"${name}" ngoài khoảng cho phép`, en: `"${name}" is out of range` });
      return read;
    },
    name: (name, presence) => {
      const inner = reader.object(name, presence);
      if (!inner) return undefined;
      inner.onlyFields(['vi', 'en']);
      const [vi, en] = [inner.text('vi'), inner.text('en')];
      return vi !== undefined && en !== undefined ? { vi, en } : undefined;
    },
    texts: (name, presence) =>
      field(name, { vi: 'một danh sách chuỗi không trống', en: 'a list of texts that is not empty' }, presence, (v) =>
        Array.isArray(v) && v.length > 0 && v.every((item) => typeof item === 'string' && item !== '')
          ? (v as readonly string[])
          : undefined,
      ),
    object: (name, presence) => {
      const found = field(name, { vi: 'một đối tượng', en: 'an object' }, presence, (v) => (isMap(v) ? v : undefined));
      return found && readObject(found, pathOf(name), faults);
    },
    objects: (name, presence) => {
      const found = field(name, { vi: 'một danh sách', en: 'a list' }, presence, (v) =>
        Array.isArray(v) ? (v as readonly JsonValue[]) : undefined,
      );
      return found?.flatMap((item, i) => readObject(item, pointer(pathOf(name), i), faults) ?? []);
    },
    onlyFields: (fields) => {
      for (const key of value.keys())
        if (!fields.includes(key))
          fault(key, { code: 'unknown_field', vi: `Trường "${key}" không có trong định dạng`, en: `The format has no field "${key}"` });
    },
  };
  return reader;
}
