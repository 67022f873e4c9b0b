import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The instructions of a Dockerfile, one per entry, continued lines joined.
 * @returns {{ name: string, rest: string }[]}
 */
export function readInstructions(text) {
  return text
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, name, rest] = /^(\w+)\s+(.*)$/.exec(line.trim());
      return { name, rest };
    });
}

/**
 * Runs FROM, ARG, ENV, WORKDIR, COPY and RUN with a folder per stage instead of an image; an absolute path is one inside the
 * stage's folder. USER and HEALTHCHECK say how the image runs and are not followed.
 *
 * @param {{ instructions: { name: string, rest: string }[], folder: string, args: Record<string, string>, copyContext: (target: string) => void }} options
 * @returns {string} the last stage's working folder
 */
export function runInstructions({ instructions, folder, args, copyContext }) {
  const stages = new Map();
  let stage;
  for (const { name, rest } of instructions) {
    switch (name) {
      case 'FROM': {
        const alias = / AS (\w+)$/.exec(rest)[1];
        stage = { root: join(folder, alias), workdir: '/', env: {} };
        stages.set(alias, stage);
        mkdirSync(stage.root, { recursive: true });
        break;
      }
      case 'ARG':
        stage.env[rest] = args[rest];
        break;
      case 'ENV': {
        const [key, value] = rest.split('=');
        stage.env[key] = value;
        break;
      }
      case 'WORKDIR':
        stage.workdir = rest;
        mkdirSync(join(stage.root, rest), { recursive: true });
        break;
      case 'COPY':
        copy({ rest, stage, stages, copyContext });
        break;
      case 'RUN':
        run({ command: rest, stage });
        break;
      case 'USER':
      case 'HEALTHCHECK':
        break;
      default:
        throw new Error(`run-steps does not know ${name}`);
    }
  }
  return join(stage.root, stage.workdir);
}

function copy({ rest, stage, stages, copyContext }) {
  const [, from, source, target] = /^(?:--from=(\w+) )?(\S+) (\S+)$/.exec(rest);
  const to = join(stage.root, stage.workdir, target);
  if (from === undefined) {
    if (source !== '.') throw new Error(`run-steps only copies the whole context, not ${source}`);
    copyContext(to);
    return;
  }
  const found = join(stages.get(from).root, source);
  if (statSync(found).isFile()) mkdirSync(dirname(to), { recursive: true });
  cpSync(found, to, { recursive: true, verbatimSymlinks: true });
}

function run({ command, stage }) {
  console.log(`  RUN ${command}`);
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...stage.env };
  const { status } = spawnSync('sh', ['-c', command], { cwd: join(stage.root, stage.workdir), env, stdio: 'inherit' });
  if (status !== 0) throw new Error(`exit ${status}: RUN ${command}`);
}
