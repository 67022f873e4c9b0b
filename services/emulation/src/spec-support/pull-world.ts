import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { Clock } from '@kcn/kernel';
import { instant, instantFromDate, instantToDate } from '@kcn/kernel';
import { createPeerClient } from '../adapters/grpc-peers/peer-client';
import { sleepUntil } from '../adapters/timers/sleep-until';
import { pullSheets } from '../application/pull-sheets';
import type { MemberFile } from '../domain/pull/judge-answer';
import { judgeAnswer } from '../domain/pull/judge-answer';
import type { Pull } from '../domain/pull/pull';
import { beginPull } from '../domain/pull/pull';
import type { PullPolicy } from '../domain/pull/pull-policy';
import { DEFAULT_PULL_POLICY, plusMs } from '../domain/pull/pull-policy';
import type { TestAuthority } from './board-certificates';
import { createTestAuthority } from './board-certificates';
import type { MemberServer, MemberServerOptions } from './member-server';
import { createMemberServer } from './member-server';
import { checkSamplePoints, sampleScope, sampleSheet } from './sample-sheets';
import { seal } from './sheets';
import type { TestKey } from './signing-keys';
import { createTestKey } from './signing-keys';

const clock: Clock = { now: () => instantFromDate(new Date()) };
/** Keys that hold now: the sheets say that they were signed in 2019, and are received today. */
export const lasting = { validFrom: instant('2019-01-01T00:00:00Z'), validTo: instant('2099-01-01T00:00:00Z') };

export const QUICK: PullPolicy = {
  ...DEFAULT_PULL_POLICY,
  concurrency: 3,
  callTimeoutMs: 1_000,
  initialBackoffMs: 20,
  maxBackoffMs: 100,
  maxAttempts: 3,
};

export type Serve = Partial<Omit<MemberServerOptions, 'sheets'>> & {
  readonly sheets?: readonly { readonly jws: Uint8Array; readonly revision: number }[];
};

export interface PullWishes {
  readonly files?: ReadonlyMap<string, MemberFile>;
  readonly leader?: Parameters<TestAuthority['issue']>;
  readonly forMs?: number;
  readonly policy?: PullPolicy;
}

export interface Pulled {
  readonly verdicts: Readonly<Record<string, string>>;
  readonly details: Readonly<Record<string, readonly string[]>>;
  readonly files: ReadonlyMap<string, MemberFile>;
  readonly saved: readonly Pull[];
  readonly pull: Pull;
  readonly tookMs: number;
}

/** The members' deployments and the leader that pulls from them: stores in memory, everything else real. */
export interface PullWorld {
  readonly authority: TestAuthority;
  /** Signs the sheets of every member that is not said to have another. */
  readonly key: TestKey;
  /** A member's server, with its sheet of the sample unless said otherwise; stopped by `clear`. */
  serve(member: string, changes?: Serve): Promise<MemberServer>;
  /** The address of something that listens and is no member's deployment. */
  listen(onConnection: (socket: Socket) => void): Promise<string>;
  pullFrom(addresses: Readonly<Record<string, string>>, wishes?: PullWishes): Promise<Pulled>;
  clear(): Promise<void>;
}

export async function createPullWorld(): Promise<PullWorld> {
  const [authority, key] = await Promise.all([createTestAuthority(), createTestKey()]);
  const open: (() => Promise<void>)[] = [];

  async function serve(member: string, changes: Serve = {}): Promise<MemberServer> {
    const { jws } = await key.signer.sign(sampleSheet(member));
    const server = createMemberServer({
      member,
      tls: await authority.issue(member),
      keys: [key.jwk],
      sheets: [{ jws, revision: 1 }],
      ...changes,
    });
    await server.start();
    open.push(() => server.stop());
    return server;
  }

  async function listen(onConnection: (socket: Socket) => void): Promise<string> {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket.on('error', () => undefined));
      onConnection(socket);
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    open.push(
      () =>
        new Promise((resolve) => {
          for (const socket of sockets) socket.destroy();
          server.close(() => resolve());
        }),
    );
    return `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  }

  async function pullFrom(addresses: Readonly<Record<string, string>>, wishes: PullWishes = {}): Promise<Pulled> {
    const { leader = ['hai-duong'], forMs = 4_000, policy = QUICK } = wishes;
    const members = Object.keys(addresses);
    const files = new Map(
      members.map((member): [string, MemberFile] => [
        member,
        wishes.files?.get(member) ?? { keys: [key.pinned(lasting)], history: { known: [] } },
      ]),
    );
    const client = createPeerClient({
      tls: await authority.issue(...leader),
      addresses: new Map(Object.entries(addresses).map(([member, address]) => [member, { address, name: member }])),
      maxAnswerBytes: 4_000_000,
    });
    const startedAt = clock.now();
    const deadline = plusMs(startedAt, forMs);
    const saved: Pull[] = [];
    const begun = beginPull({
      ...{ bloc: 'bloc-red-river-delta', year: 2019, startedAt, deadline, policy },
      members: members.map((member) => ({ member, since: files.get(member)?.history.lastAccepted?.revision ?? 0 })),
    });
    const pull = await pullSheets(begun, {
      clock,
      sleepUntil,
      random: () => 0.5,
      ask: (question) => client.askForSheets(question),
      take: async (member, answer) => {
        const file = files.get(member) ?? { keys: [], history: { known: [] } };
        const judged = await judgeAnswer(
          { file, answer, receivedAt: clock.now(), deadline, scope: sampleScope(member), checkPoints: checkSamplePoints },
          seal,
        );
        files.set(member, judged.file);
        if (judged.judgements.length > 0) return { kind: 'judged', judgements: judged.judgements };
        return { kind: file.history.lastAccepted ? 'unchanged' : 'no-sheet' };
      },
      save: async (state) => void saved.push(state),
    });
    const verdictOf = ({ outcome }: Pull['members'][number]): string =>
      outcome?.kind === 'judged' ? outcome.judgements.map(({ verdict }) => verdict).join(', ') : (outcome?.kind ?? 'open');
    return {
      verdicts: Object.fromEntries(pull.members.map((one) => [one.member, verdictOf(one)])),
      details: Object.fromEntries(
        pull.members.map(({ member, outcome }) => [
          member,
          outcome?.kind === 'judged' ? outcome.judgements.flatMap(({ details }) => details.map(({ code }) => code)) : [],
        ]),
      ),
      files,
      saved,
      pull,
      tookMs: instantToDate(clock.now()).getTime() - instantToDate(startedAt).getTime(),
    };
  }

  return {
    authority,
    key,
    serve,
    listen,
    pullFrom,
    clear: async () => {
      await Promise.all(open.splice(0).map((close) => close()));
    },
  };
}
