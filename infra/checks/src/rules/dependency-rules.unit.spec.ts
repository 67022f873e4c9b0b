import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesIn } from '../files-in';
import { REPOSITORY, runTool } from '../run-tool';

const FIXTURE = join(REPOSITORY, '.config/fixtures/dependency-rules');
const CONFIG = join(REPOSITORY, '.config/dependency-cruiser.cjs');

interface Report {
  readonly summary: { readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[] };
}

/** `// breaks: rule` in a file of the fixture: that import is refused by that rule. */
const announced = (): string[] =>
  filesIn(FIXTURE).flatMap((file) =>
    [...readFileSync(join(FIXTURE, file), 'utf8').matchAll(/^\/\/ breaks: (\S+)$/gm)].map((match) => `${file} breaks ${match[1] ?? ''}`),
  );

const found = (): string[] => {
  const { stdout } = runTool('depcruise', ['--config', CONFIG, '--output-type', 'json', 'packages', 'services', 'infra'], { cwd: FIXTURE });
  return (JSON.parse(stdout) as Report).summary.violations.map(({ from, rule }) => `${from} breaks ${rule.name}`);
};

it('each dependency rule bites where the fixture breaks it, and nowhere else', () => {
  expect(found().sort()).toEqual(announced().sort());
});

it('no dependency rule is without its fixture', () => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { forbidden } = require(CONFIG) as { forbidden: readonly { name: string }[] };
  const broken = new Set(announced().map((line) => line.split(' breaks ')[1]));
  expect(forbidden.map(({ name }) => name).filter((name) => !broken.has(name))).toEqual([]);
});
