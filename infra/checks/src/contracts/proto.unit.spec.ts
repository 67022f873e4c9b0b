import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REPOSITORY, runTool } from '../run-tool';

const CONFIG = join(REPOSITORY, '.config/buf.yaml');
const RELEASED = join(REPOSITORY, '.config/proto-released.binpb');

let copy: string;
beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'kcn-proto-'));
  cpSync(join(REPOSITORY, 'proto'), join(copy, 'proto'), { recursive: true });
});
afterEach(() => {
  rmSync(copy, { recursive: true });
});

const change = (from: string | RegExp, to: string): void => {
  const file = join(copy, 'proto/kcn/registry/v1/events.proto');
  const text = readFileSync(file, 'utf8');
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  writeFileSync(file, changed);
};
const lint = (cwd: string) => runTool('buf', ['lint', '--config', CONFIG], { cwd });
const breaking = (cwd: string) => runTool('buf', ['breaking', '--config', CONFIG, '--against', RELEASED], { cwd });

it('proto/ passes lint and breaks nothing that was released', () => {
  expect(lint(REPOSITORY)).toMatchObject({ status: 0, output: '' });
  expect(breaking(REPOSITORY)).toMatchObject({ status: 0, output: '' });
});

it('lint bites: a field that is not written like the others', () => {
  change('string name_en = 2;', 'string nameEn = 2;');
  expect(lint(copy).output).toMatch(/nameEn/);
});

it.each([
  ['a field taken away', /\n {2}string park_code = 8;/, ''],
  ['a number given to another field', 'string currency = 11;', 'string currency = 17;'],
  ['another type', 'int64 registered_amount = 10;', 'string registered_amount = 10;'],
  ['a message taken away', 'message RecordWithdrawn', 'message RecordTakenBack'],
])('breaking bites: %s', (_name, from, to) => {
  change(from, to);
  expect(breaking(copy).status).not.toBe(0);
});

it('a new field at the end breaks nothing', () => {
  change('string objective = 16;', 'string objective = 16;\n  string remark = 17;');
  expect(breaking(copy)).toMatchObject({ status: 0, output: '' });
});
