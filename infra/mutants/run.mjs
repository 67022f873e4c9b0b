// Breaks one guard after the other in a copy of the sources and demands that the named test notices.
//   npm run mutants                 all
//   npm run mutants -- inbox fence  those whose name holds one of the words
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepare, runMain, TEST_SETTINGS } from '../local/bootstrap/bootstrap.mjs';
import { mutants } from './mutants.mjs';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

const COPIED = ['.config', 'infra', 'packages', 'proto', 'services', 'package.json', 'tsconfig.base.json', 'turbo.json'];

/** Sources and tool settings, without what is installed or made; `dist` of other workspaces is read from the checkout. */
function copySources(target) {
  const made = new Set(['node_modules', '.turbo', 'dist']);
  for (const name of COPIED)
    cpSync(join(REPOSITORY, name), join(target, name), { recursive: true, filter: (source) => !made.has(basename(source)) });
  symlinkSync(join(REPOSITORY, 'node_modules'), join(target, 'node_modules'));
  for (const workspace of new Set(mutants.map((mutant) => mutant.workspace))) {
    // What npm could not put at the root because another version is there.
    const own = join(REPOSITORY, workspace, 'node_modules');
    if (existsSync(own)) symlinkSync(own, join(target, workspace, 'node_modules'));
  }
}

function runTest(tree, { workspace, spec, test }) {
  const results = join(tree, '.results.json');
  rmSync(results, { force: true });
  const run = spawnSync(
    process.execPath,
    [join(REPOSITORY, 'node_modules/jest/bin/jest.js'), spec, '-t', test, '--json', '--outputFile', results, '--reporters', 'default'],
    {
      cwd: join(tree, workspace),
      encoding: 'utf8',
      env: process.env,
      timeout: 300_000,
    },
  );
  let report;
  try {
    report = JSON.parse(readFileSync(results, 'utf8'));
  } catch {
    return { ran: 0, failed: 0, output: `${run.stdout}\n${run.stderr}` };
  }
  return { ran: report.numPassedTests + report.numFailedTests, failed: report.numFailedTests, output: run.stderr };
}

await runMain(async (words) => {
  const local = prepare({ settings: TEST_SETTINGS });
  const chosen = mutants.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
  const addresses = local.testAddresses(process.env);
  const servers = await local.startThrowawayServers({ env: process.env, log: console.log, addresses });
  Object.assign(process.env, local.testServersEnv(servers));
  mkdirSync(join(REPOSITORY, '.data'), { recursive: true });
  const tree = mkdtempSync(join(REPOSITORY, '.data', 'mutants-'));
  let caught = 0;
  const escaped = [];
  try {
    copySources(tree);
    const sound = new Map();
    for (const mutant of chosen) {
      const label = `${mutant.workspace}/${mutant.spec} › ${mutant.test}`;
      // The test must pass on sound code, or its failure would prove nothing.
      const key = `${mutant.workspace}|${mutant.spec}|${mutant.test}`;
      if (!sound.has(key)) sound.set(key, runTest(tree, mutant));
      const before = sound.get(key);
      if (before.ran === 0 || before.failed > 0) {
        escaped.push(
          `${mutant.name}: the test does not pass on sound code (${before.ran} ran, ${before.failed} failed): ${label}\n${before.output.slice(-1500)}`,
        );
        continue;
      }
      const file = join(tree, mutant.workspace, mutant.file);
      const original = readFileSync(file, 'utf8');
      if (original.split(mutant.find).length !== 2) {
        escaped.push(`${mutant.name}: the guard is not found exactly once in ${mutant.workspace}/${mutant.file}`);
        continue;
      }
      writeFileSync(
        file,
        original.replace(mutant.find, () => mutant.replace),
      );
      const broken = runTest(tree, mutant);
      writeFileSync(file, original);
      if (broken.failed > 0) {
        caught += 1;
        console.log(`✓ ${mutant.name}\n    bị bắt bởi / caught by ${label}`);
      } else {
        escaped.push(`${mutant.name}: not caught by ${label} (${broken.ran} ran)\n${broken.ran === 0 ? broken.output.slice(-1500) : ''}`);
      }
    }
  } finally {
    rmSync(tree, { recursive: true, force: true });
    await servers.stop();
  }
  for (const one of escaped) console.error(`✗ ${one}`);
  console.log(`${caught} of ${chosen.length} broken guards caught`);
  return escaped.length === 0 && chosen.length > 0 ? 0 : 1;
});
