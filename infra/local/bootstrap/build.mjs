import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { BootstrapError, both, step } from './say.mjs';

/** Builds every workspace, or only those named and what they need; what did not change comes from turbo's cache. */
export function buildWorkspaces(repository, workspaces = []) {
  step('Biên dịch', 'Building');
  const filters = workspaces.map((name) => `--filter=${name}...`);
  const turbo = join(repository, 'node_modules', '.bin', 'turbo');
  const args = ['run', 'build', ...filters, '--output-logs=errors-only', '--concurrency=2'];
  const { status } = spawnSync(turbo, args, { cwd: repository, stdio: 'inherit', env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' } });
  if (status !== 0) throw new BootstrapError(both('Biên dịch không thành công', 'The build failed'));
}
