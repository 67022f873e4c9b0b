import { Writable } from 'node:stream';
import { run } from '../run';
import type { Environment } from '../settings';
import type { Script, StandIn } from './stand-in';
import { startStandIn } from './stand-in';

const collector = (): { stream: Writable; text: () => string } => {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk);
      done();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString('utf8') };
};

export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** One command line with its output caught. */
export async function runKcn(args: readonly string[], env: Environment): Promise<Ran> {
  const [stdout, stderr] = [collector(), collector()];
  const exitCode = await run(args, { env, stdout: stdout.stream, stderr: stderr.stream });
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
}

export interface Bench {
  kcn(...args: string[]): Promise<Ran>;
  readonly registry: StandIn;
  readonly reporting: StandIn;
  readonly fees: StandIn;
  readonly emulation: StandIn;
}

/** Runs `use` with stand-ins that answer as scripted, and stops them. */
export async function withStandIns(
  scripts: { registry?: Script; reporting?: Script; fees?: Script; emulation?: Script },
  use: (bench: Bench) => Promise<void>,
): Promise<void> {
  const registry = await startStandIn(scripts.registry ?? {});
  const reporting = await startStandIn(scripts.reporting ?? {});
  const fees = await startStandIn(scripts.fees ?? {});
  const emulation = await startStandIn(scripts.emulation ?? {});
  const env = {
    KCN_REGISTRY_URL: registry.url,
    KCN_REPORTING_URL: reporting.url,
    // A service without a script is not deployed.
    KCN_FEES_URL: scripts.fees ? fees.url : '',
    KCN_EMULATION_URL: scripts.emulation ? emulation.url : '',
    KCN_TOKEN: 'a-token',
  };
  try {
    await use({ registry, reporting, fees, emulation, kcn: (...args) => runKcn(args, env) });
  } finally {
    await Promise.all([registry.stop(), reporting.stop(), fees.stop(), emulation.stop()]);
  }
}
