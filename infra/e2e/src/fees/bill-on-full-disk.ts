import { setTimeout as pause } from 'node:timers/promises';
import { startThrowawayServer } from '@kcn/local';
import type { Server } from '@kcn/local';
import type { ApiClient } from '../platform/api-client';
import { startPlatform } from '../platform/platform';
import { mountSmallDisk } from '../platform/small-disk';
import type { SmallDisk } from '../platform/small-disk';
import { checkBilled } from './check-billed';
import { loadFeeBoard } from './fee-board';
import type { FeeBoard } from './fee-board';

/** A fresh MongoDB with its journal takes 300 MiB of it. */
const DISK_MIB = 900;
const LEFT_MIB = 2;
/** How long the disk stays full once it has been noticed. */
const FULL_FOR_MS = 5_000;
const NOTICED_WITHIN_MS = 120_000;
const RESUMES_WITHIN_MS = 30_000;
/** A machine that does other things as well may take so much longer and prove nothing by it. */
const SLACK = 3;
const REFUSALS = [503, 507];

/** Starts a server again and again for as long as it does not stay, as whoever runs it does. */
function keepUp(server: Server): { readonly deaths: () => number; stop(): Promise<void> } {
  let deaths = 0;
  const stopping = new AbortController();
  const watching = (async () => {
    while (!stopping.signal.aborted) {
      if (server.pid() === undefined) {
        deaths += 1;
        await server.restart().catch(() => undefined);
      }
      await pause(200);
    }
  })();
  return {
    deaths: () => deaths,
    async stop() {
      stopping.abort();
      await watching;
    },
  };
}

interface Probed {
  /** Statuses of what was asked for while the disk was full; `none` where nobody answered. */
  readonly statuses: ReadonlySet<string>;
  readonly accepted: readonly string[];
}

/** Sends small changes, each under a key of its own, until `isOver`. */
async function probe(client: ApiClient, board: string, isOver: () => boolean): Promise<Probed> {
  const statuses = new Set<string>();
  const accepted: string[] = [];
  for (let n = 1; !isOver(); n += 1) {
    const body = { received_on: '2026-01-20', amount: 1_000, purpose: `thử ${String(n)}` };
    const outcome = await client.send('POST', `/v1/boards/${board}/cash-receipts`, body, { key: `probe-${String(n)}`, timeoutMs: 15_000 });
    statuses.add(outcome.kind === 'answered' ? String(outcome.answer.status) : 'none');
    if (outcome.kind === 'answered' && outcome.answer.status < 300) accepted.push((outcome.answer.body as { id: string }).id);
    await pause(100);
  }
  return { statuses, accepted };
}

/** Fills the disk in the middle of the run and gives the space back. @returns what is wrong */
async function runFull(disk: SmallDisk, server: Server, fees: FeeBoard, client: ApiClient): Promise<string[]> {
  const wrong: string[] = [];
  await disk.fill({ leaveMib: LEFT_MIB });
  const keeper = keepUp(server);
  const startedAt = performance.now();
  let noticedAt: number | undefined;
  const { statuses, accepted } = await probe(client, `${fees.board}-probes`, () => {
    const now = performance.now();
    if (noticedAt === undefined && server.pid() === undefined) noticedAt = now;
    return (noticedAt !== undefined && now - noticedAt > FULL_FOR_MS) || now - startedAt > NOTICED_WITHIN_MS;
  });
  if (noticedAt === undefined) wrong.push(`nothing came of the full disk: ${(await disk.freeMib()).toFixed(1)} MiB are left`);
  for (const status of statuses) {
    if (status !== 'none' && status !== '201' && !REFUSALS.includes(Number(status))) wrong.push(`a change was answered ${status}`);
  }
  const freedAt = performance.now();
  await disk.free();
  await fees.waitFor('the end', ({ state }) => state === 'issued');
  const tookMs = performance.now() - freedAt;
  await keeper.stop();
  console.log(
    `    full disk: answers ${[...statuses].join(', ')}; MongoDB ended ${String(keeper.deaths())} times; ` +
      `the run ended ${tookMs.toFixed(0)} ms after there was space (demand ${String(RESUMES_WITHIN_MS)} ms)`,
  );
  if (tookMs > RESUMES_WITHIN_MS * SLACK) wrong.push(`the run ended ${tookMs.toFixed(0)} ms after there was space`);
  const stored = await client.get(`/v1/boards/${fees.board}-probes/acts`);
  const known = new Set((stored.body as { items?: { id: string }[] }).items?.map(({ id }) => id));
  for (const id of accepted) if (!known.has(id)) wrong.push(`the act ${id} was acknowledged and is lost`);
  return wrong;
}

/**
 * A billing run meets a full disk under MongoDB: what is asked for meanwhile is refused or not answered, never half done; with
 * space it goes on by itself, in the invoices and numbers that it would have had.
 * @returns what is wrong
 */
export async function billOnFullDisk({ contracts }: { readonly contracts: number }): Promise<string[]> {
  const disk = await mountSmallDisk({ sizeMib: DISK_MIB });
  try {
    const server = await startThrowawayServer('mongo', { env: process.env, log: () => undefined, within: disk.folder });
    try {
      const platform = await startPlatform({ services: ['fees'], mongoUrl: server.address });
      try {
        const board = 'full-disk';
        const fees = await loadFeeBoard(platform, { board, contracts });
        const id = await fees.create();
        const approval = fees.approve(id);
        approval.catch(() => undefined);
        await fees.waitFor('the first chunk', ({ issued }) => issued > 0);
        const client = await platform.client('fees', { subject: 'a.cashier', roles: ['recorder'] });
        const wrong = await runFull(disk, server, fees, client);
        await approval;
        const { wrong: billedWrong } = await checkBilled(platform, { board, contracts });
        return [...wrong, ...billedWrong];
      } finally {
        await platform.stop();
      }
    } finally {
      await server.stop();
    }
  } finally {
    await disk.unmount();
  }
}
