import { createFaultList } from '../domain/criteria/fault';
import type { FileFault } from '../domain/criteria/fault';
import { readJson } from '../domain/documents/json-text';
import { readObject } from '../domain/criteria/object-reader';
import { readRule } from '../domain/criteria/parse-rule';
import type { Rule } from '../domain/criteria/criteria';
import { findExact } from '@kcn/kernel/fraction';
import type { MissingFlag, Operand } from '../domain/scoring/operand';

/** The rule of a JSON text as it stands in a criteria file. */
export function ruleOf(rule: object): Rule {
  const faults = createFaultList<FileFault>();
  const owner = readObject(readJson(JSON.stringify({ rule }), faults), '', faults);
  const read = owner && readRule(owner);
  if (!read || faults.faults.length > 0) throw new Error(JSON.stringify(faults.faults));
  return read;
}

/** Operands by name: an exact value, or the flag of one that is absent. */
export const operandsOf = (values: Readonly<Record<string, string>>): readonly Operand[] =>
  Object.entries(values).map(([name, text]) => {
    const value = findExact(text);
    return value ? { name, ref: 'test', value } : { name, ref: 'test', value: undefined, missing: text as MissingFlag };
  });
