import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesIn } from '../files-in';
import { REPOSITORY, runTool } from '../run-tool';

const CONTRACTS = join(REPOSITORY, 'packages/contracts');

let fresh: string;
beforeAll(() => {
  fresh = mkdtempSync(join(tmpdir(), 'kcn-generated-'));
});
afterAll(() => {
  rmSync(fresh, { recursive: true });
});

it('the committed code is what proto/ generates today', () => {
  const { status, output } = runTool('buf', ['generate', '../../proto', '--template', '../../.config/buf.gen.yaml', '-o', fresh], {
    cwd: CONTRACTS,
  });
  expect({ status, output }).toEqual({ status: 0, output: '' });
  const [generated, committed] = [join(fresh, 'src/gen'), join(CONTRACTS, 'src/gen')];
  expect(filesIn(committed)).toEqual(filesIn(generated));
  const differing = filesIn(generated).filter(
    (file) => readFileSync(join(generated, file), 'utf8') !== readFileSync(join(committed, file), 'utf8'),
  );
  expect(differing).toEqual([]);
});

it('the committed descriptor image, which reflection serves, is that of proto/ today', () => {
  const image = join(fresh, 'descriptor.binpb');
  expect(runTool('buf', ['build', '../../proto', '--as-file-descriptor-set', '-o', image], { cwd: CONTRACTS })).toMatchObject({
    status: 0,
  });
  expect(readFileSync(image).equals(readFileSync(join(CONTRACTS, 'descriptor.binpb')))).toBe(true);
});
