// node infra/docker/run-steps.mjs [image …] – runs the Dockerfile's steps in an empty folder, without a Docker engine, and
// starts what came out: prune, install, build, migrate, start until ready, stop. Images: the four services and local; without
// arguments all of them.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepare, runMain, TEST_SETTINGS } from '../local/bootstrap/bootstrap.mjs';
import { readInstructions, runInstructions } from './dockerfile.mjs';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

await runMain(async (names) => {
  const { findImages, tryImage } = prepare({ settings: TEST_SETTINGS, workspaces: ['@kcn/local'] });
  const images = await findImages();
  const wanted = images.filter(({ name }) => names.length === 0 || names.includes(name));
  if (wanted.length === 0) throw new Error(`no such image; there are ${images.map(({ name }) => name).join(', ')}`);
  for (const image of wanted) {
    const folder = mkdtempSync(join(tmpdir(), `kcn-image-${image.name}-`));
    try {
      console.log(`▸ ${image.name}: ${image.build.dockerfile} ${JSON.stringify(image.build.args)}`);
      const instructions = readInstructions(readFileSync(join(REPOSITORY, image.build.dockerfile), 'utf8'));
      const content = runInstructions({ instructions, folder, args: image.build.args, copyContext });
      await tryImage({ image, folder: content, dataFolder: join(folder, 'data'), log: console.log });
      console.log(`✓ ${image.name}`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return 0;
});

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
