import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BootstrapError, both, step } from './say.mjs';

/** Runs `npm ci` unless what is installed is what the lock file says. */
export function installPackages(repository) {
  if (isInstalled(repository)) return;
  step('Cài các gói npm theo package-lock.json', 'Installing npm packages from package-lock.json');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: repository, stdio: 'inherit' });
  if (status !== 0) throw new BootstrapError(both('npm ci không thành công', 'npm ci failed'));
}

/** npm notes in node_modules/.package-lock.json what it installed, as the last thing it does. */
export function isInstalled(repository) {
  const note = join(repository, 'node_modules', '.package-lock.json');
  if (!existsSync(note)) return false;
  const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  const installed = packagesOf(note);
  return Object.entries(packagesOf(join(repository, 'package-lock.json'))).every(([path, wanted]) => {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) return true;
    const found = installed[path];
    // Packages for other systems are in the lock file and not on the disk.
    if (!found) return wanted.optional === true || wanted.devOptional === true;
    return wanted.link === true ? found.link === true : found.version === wanted.version;
  });
}
