// node infra/docker/run-steps.mjs [service …] – runs the Dockerfile's steps for services of docker-compose.yml in an empty
// folder, without a Docker engine: prune, install, build; then asks each whether it would start with the environment of
// docker-compose.yml (`--check`). Without arguments: every service that is built and stays up.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepare, runMain } from '../local/bootstrap/bootstrap.mjs';
import { readInstructions, runInstructions } from './dockerfile.mjs';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

await runMain(async (names) => {
  const { readComposeFile } = prepare({ workspaces: ['@kcn/local'] });
  const services = (await readComposeFile(join(REPOSITORY, 'docker-compose.yml'), process.env)).filter(({ isOurs }) => isOurs);
  const wanted = services.filter(({ name, isOneShot }) => (names.length > 0 ? names.includes(name) : !isOneShot));
  if (wanted.length === 0) throw new Error(`no such service; there are ${services.map(({ name }) => name).join(', ')}`);
  for (const service of wanted) checkService(service);
  return 0;
});

function checkService({ name, build, command, environment, isOneShot }) {
  const folder = mkdtempSync(join(tmpdir(), `kcn-image-${name}-`));
  try {
    console.log(`▸ ${name}: ${build.dockerfile} ${JSON.stringify(build.args)}`);
    const instructions = readInstructions(readFileSync(join(REPOSITORY, build.dockerfile), 'utf8'));
    const image = runInstructions({ instructions, folder, args: build.args, copyContext });
    // A one-shot has no `--check`: that its program is there and all it loads can be loaded is what can be asked.
    const [program, ...args] = command;
    const asked = isOneShot ? ['--check', ...args] : [...args, '--check'];
    const env = { PATH: process.env.PATH, ...image.env, ...environment };
    const { status } = spawnSync(program, asked, { cwd: image.folder, env, stdio: 'inherit' });
    if (status !== 0) throw new Error(`${name}: ${[program, ...asked].join(' ')}: exit ${status}`);
    console.log(`✓ ${name}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What is in the repository or could be committed; about what Dockerfile.dockerignore leaves of the folder. */
function copyContext(target) {
  const { stdout, status } = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: REPOSITORY,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error('git ls-files failed: run this in a checkout');
  for (const file of stdout.split('\0').filter((path) => path !== '' && existsSync(join(REPOSITORY, path)))) {
    mkdirSync(dirname(join(target, file)), { recursive: true });
    copyFileSync(join(REPOSITORY, file), join(target, file));
  }
}
