import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../run-tool';

/** What a visitor sees at the top, and nothing else; dotfiles as the tools need them. */
const TOP_LEVEL = [
  'LICENSE',
  'README.md',
  'docker-compose.yml',
  'infra',
  'package-lock.json',
  'package.json',
  'packages',
  'proto',
  'services',
  'tsconfig.base.json',
  'turbo.json',
];
/** Words that name no concept, so that anything would end up there. */
const NAMELESS = /(^|[/._-])(utils?|helpers?|common|misc|managers?|shared)([/._-]|$)/;

/** Files under version control or about to be; ignored ones are none of anybody's business. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: REPOSITORY, encoding: 'utf8' })
  .split('\0')
  .filter((file) => file !== '' && existsSync(join(REPOSITORY, file)));

it('the top level holds what the house plan says and nothing else', () => {
  const top = new Set(files.map((file) => file.split('/')[0] ?? '').filter((name) => !name.startsWith('.')));
  expect([...top].filter((name) => !TOP_LEVEL.includes(name))).toEqual([]);
});

it('no package, folder or file is called utils, helper, common or manager', () => {
  // proto/kcn/common is the name of the wire's shared package, fixed by what was published under it.
  const named = files.filter((file) => NAMELESS.test(file) && !/(^proto|\/gen)\/kcn\/common\/|\/golden\/kcn\.common\./.test(file));
  expect(named).toEqual([]);
});

it('every service and package says what it is for in a README', () => {
  const workspaces = new Set(
    files.flatMap((file) => /^((?:services|packages)\/[^/]+|infra\/(?:cli|local|bench|e2e|checks))\/package\.json$/.exec(file)?.[1] ?? []),
  );
  expect([...workspaces].filter((folder) => !existsSync(join(REPOSITORY, folder, 'README.md')))).toEqual([]);
});
