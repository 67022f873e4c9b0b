import fc from 'fast-check';
import type { FileFault } from '../criteria/fault';
import { createFaultList } from '../criteria/fault';
import type { JsonValue } from './json-text';
import { readJson } from './json-text';

function read(text: string): { readonly value: unknown; readonly faults: readonly string[] } {
  const list = createFaultList<FileFault>();
  const value = readJson(text, list);
  return { value: plain(value), faults: list.faults.map((fault) => `${fault.code} ${fault.path}`) };
}

function plain(value: JsonValue | undefined): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, plain(item)]));
  return Array.isArray(value) ? value.map((item: JsonValue) => plain(item)) : value;
}

describe('strict JSON', () => {
  it('reads what JSON.parse reads, to the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(read(text)).toEqual({ value: plain(JSON.parse(text, (_, item: unknown) => item) as JsonValue), faults: [] });
      }),
    );
  });

  it('refuses a key twice and says where', () => {
    expect(read('{"a": {"b": 1, "c/d": 2, "b": 3}, "a": 0, "list": [{"c/d": 1, "c/d": 2}]}').faults).toEqual([
      'duplicate_key /a/b',
      'duplicate_key /a',
      'duplicate_key /list/0/c~1d',
    ]);
    expect(read('{"a": 1, "\\u0061": 2}').faults).toEqual(['duplicate_key /a']);
  });

  it.each(['', '{', '{"a":1,}', '[1 2]', "{'a':1}", '{"a":01}', 'tru', '"\n"', '{} x', '[1,]', '-', 'NaN', '"\\x"'])(
    'refuses %j',
    (text) => {
      expect(read(text).faults).toEqual(['bad_json ']);
    },
  );

  it('names the line and takes a byte order mark', () => {
    const list = createFaultList<FileFault>();
    readJson('{\n"a":\n?}', list);
    expect(list.faults[0]?.en).toContain('line 3');
    expect(read('\uFEFF{}')).toEqual({ value: {}, faults: [] });
  });

  it('does not follow a text nested without end', () => {
    expect(read('['.repeat(100_000)).faults).toEqual(['bad_json ']);
  });
});
