import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { filesIn } from '../files-in';
import { REPOSITORY, runTool } from '../run-tool';

const FIXTURE = join(REPOSITORY, '.config/fixtures/lint-rules');

type Report = readonly {
  readonly filePath: string;
  readonly messages: readonly { readonly line: number; readonly ruleId: string | null }[];
}[];

/** `// breaks: rule` at the end of a line, `// breaks-next: rule` on the line before. */
const announced = (): string[] =>
  filesIn(FIXTURE).flatMap((file) =>
    readFileSync(join(FIXTURE, file), 'utf8')
      .split('\n')
      .flatMap((text, index) => {
        const match = /\/\/ breaks(-next)?: (\S+)$/.exec(text);
        return match ? [`${file}:${String(index + (match[1] === undefined ? 1 : 2))} ${match[2] ?? ''}`] : [];
      }),
  );

it('each lint rule bites where the fixture breaks it, and nowhere else', () => {
  const { stdout } = runTool('eslint', ['--config', '../../eslint.config.mjs', '--format', 'json', 'src'], { cwd: FIXTURE });
  const found = (JSON.parse(stdout) as Report).flatMap(({ filePath, messages }) =>
    messages.map(({ line, ruleId }) => `${relative(FIXTURE, filePath)}:${String(line)} ${ruleId ?? 'not read'}`),
  );
  expect(found.sort()).toEqual(announced().sort());
});
