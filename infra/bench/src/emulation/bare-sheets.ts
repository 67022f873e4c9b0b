import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { IssuedCertificate } from '@kcn/local';
import type { BareSheetsSettings } from '../baselines/bare-sheets.main';
import { startChild } from '../measure/child-process';
import type { BlocBench, SignedMember } from './bloc-bench';

const TIMEOUT_MS = 60_000;
const MAIN = join(__dirname, '..', 'baselines', 'bare-sheets.main.js');

export interface BareFetch {
  readonly ms: number;
  /** Whose signature was good. */
  readonly good: number;
}

/** Bare grpc-js: a process that holds the same bytes, another that fetches them all at once; once to warm up, once measured. */
export async function fetchBare(folder: string, bench: BlocBench, members: readonly SignedMember[]): Promise<BareFetch> {
  const tlsOf = ({ certificate, privateKey }: IssuedCertificate) => ({ certificate, privateKey, authorities: bench.authorities });
  const sheets = members.map(({ member, jws, keySet, x }) => ({
    ...{ member, x },
    jws: jws.toString('base64'),
    keySet: keySet.toString('base64'),
  }));
  const start = async (name: string, settings: BareSheetsSettings, readyLine: RegExp) => {
    const file = join(folder, `${name}.json`);
    await writeFile(file, JSON.stringify(settings), { mode: 0o600 });
    return startChild({ name, command: process.execPath, args: [MAIN, file], readyLine });
  };
  const server = await start('bare-serve', { role: 'serve', tls: tlsOf(bench.identities.members), address: '', sheets }, /^listening /);
  try {
    const address = `127.0.0.1:${/^listening (\d+)$/m.exec(server.tail())?.[1] ?? ''}`;
    const client = await start('bare-fetch', { role: 'fetch', tls: tlsOf(bench.identities.leader), address, sheets }, /^ready$/);
    try {
      const fetchOnce = async (): Promise<BareFetch> => {
        const line = client.waitForLine(/^(fetched|failed) /, TIMEOUT_MS);
        process.kill(client.pid, 'SIGUSR2');
        const [word, ms = '', good = ''] = (await line).split(' ');
        if (word !== 'fetched') throw new Error(await line);
        return { ms: Number(ms), good: Number(good) };
      };
      await fetchOnce();
      return await fetchOnce();
    } finally {
      await client.stop();
    }
  } finally {
    await server.stop();
  }
}
