import { randomUUID } from 'node:crypto';
import type { Clock } from '@kcn/kernel';
import { inTransaction } from '@kcn/messaging';
import type { Connection, EventLog, RunOnce, Session } from '@kcn/messaging';
import type { Logger, Part, Route } from '@kcn/service-kit';
import type { PeerClient } from '../adapters/grpc-peers/peer-client';
import { createPeerClient } from '../adapters/grpc-peers/peer-client';
import type { PeerServer } from '../adapters/grpc-peers/peer-server';
import { createPeerServer } from '../adapters/grpc-peers/peer-server';
import { readPeers, readPeerTls } from '../adapters/grpc-peers/peers-file';
import { createLeaderRecordRoutes } from '../adapters/http/leader-record-routes';
import { createPledgeRoutes } from '../adapters/http/pledge-routes';
import { createPullRoutes } from '../adapters/http/pull-routes';
import { createReceivedRoutes } from '../adapters/http/received-routes';
import { createLeaderRecordStore, createReceivedLeaderRecordStore } from '../adapters/mongo/leader-record-store';
import { createMemberFileStore } from '../adapters/mongo/member-file-store';
import { createPullRunStore } from '../adapters/mongo/pull-run-store';
import { createReceivedSheetStore } from '../adapters/mongo/received-sheet-store';
import type { SigningKeys } from '../adapters/signing/signing-keys';
import { sleepUntil } from '../adapters/timers/sleep-until';
import { createTicker } from '../adapters/timers/ticker';
import type { BlocVersions } from '../application/bloc/ports';
import type { FindYearState } from '../application/cycle/find-year-state';
import { createHandingIn } from '../application/pull/hand-in-sheet';
import { createPledge } from '../application/pull/pledge';
import { createPulledSheets } from '../application/pull/pulled-sheets';
import type { PulledSheets } from '../application/pull/pulled-sheets';
import { createReceivedReading } from '../application/pull/received-reading';
import { createPullRunning } from '../application/pull/run-pulls';
import { createAnswerTaking } from '../application/pull/take-answer';
import { createLeaderRecordTaking } from '../application/pull/take-leader-record';
import { createSheetReading } from '../application/read-sheets';
import { createOwnSheets, createReadRecord } from '../application/read-sheets-ports';
import type { SignedRevisions } from '../application/sheets/ports';
import type { LeaderRecordSigningOptions } from '../application/sheets/sign-leader-record';
import { createLeaderRecordSigning } from '../application/sheets/sign-leader-record';
import type { EmulationConfig } from '../config';
import type { WorkingDays } from '../domain/cycle/working-days';
import type { Seal } from '../domain/keys/seal';
import { DEFAULT_PULL_POLICY } from '../domain/pull/pull-policy';

export interface PullParts {
  readonly sheets: PulledSheets;
  readonly routes: readonly Route[];
  readonly parts: readonly Part[];
  /** Where other boards' deployments are answered, once started. */
  address(): string | undefined;
}

export interface ComposePullOptions {
  readonly config: Pick<EmulationConfig, 'peers'>;
  readonly connection: Connection;
  readonly logger: Logger;
  readonly log: EventLog;
  readonly runOnce: RunOnce;
  readonly versions: BlocVersions;
  readonly revisions: SignedRevisions;
  readonly workingDays: WorkingDays;
  readonly seal: Seal;
  readonly clock: Clock;
  readonly signingKeys: SigningKeys;
  readonly stateOf: FindYearState;
  readonly withRecorded: LeaderRecordSigningOptions['withRecorded'];
  readonly missingReasonsOf: LeaderRecordSigningOptions['missingReasonsOf'];
}

/** A sheet that came in is not given up for a busy database. */
const PATIENCE_MS = 15_000;
/** How often a process looks for pulls that nobody runs. */
const LOOK_EVERY_MS = 2_000;

/** What boards show each other of their sheets, and the leader's pull of them. */
export async function composePull(options: ComposePullOptions): Promise<PullParts> {
  const { config, connection, logger, log, runOnce, versions, revisions, workingDays, seal, clock, signingKeys, stateOf } = options;
  const leaderRecords = createLeaderRecordStore(connection);
  const transact = <T>(work: (session: Session) => Promise<T>): Promise<T> => inTransaction(connection, work, { retryForMs: PATIENCE_MS });
  const [files, received] = [createMemberFileStore(connection), createReceivedSheetStore(connection)];
  const take = createAnswerTaking({ files, received, log, seal, workingDays, stateOf });
  const onFault = (error: unknown): void => logger.error({ error }, 'a pull could not go on');

  let server: PeerServer | undefined;
  let client: PeerClient | undefined;
  if (config.peers) {
    const { port, peersFile, ...tlsFiles } = config.peers;
    const tls = await readPeerTls(tlsFiles);
    if (peersFile !== undefined) client = createPeerClient({ tls, addresses: await readPeers(peersFile) });
    const keySetOf = (board: string): Promise<Uint8Array> => signingKeys.keySetOf(board);
    const reading = createSheetReading(createOwnSheets({ versions, revisions, leaderRecords, log, transact, seal, stateOf, keySetOf }));
    if (port !== undefined) server = createPeerServer({ host: '0.0.0.0', port, tls, reading, logger });
  }

  const pulling = createPullRunning({
    ...{ versions, files, log, runOnce, transact, take, clock, sleepUntil, onFault },
    runs: createPullRunStore(connection),
    ask: client && ((question) => client.askForSheets(question)),
    random: () => Math.random(),
    policy: DEFAULT_PULL_POLICY,
    owner: randomUUID(),
  });
  const ticker = createTicker({ name: 'pulls', everyMs: LOOK_EVERY_MS, tick: () => pulling.look(), onFault, stop: () => pulling.stop() });
  return {
    sheets: createPulledSheets({ files, received, seal }),
    routes: [
      ...createPullRoutes({ pulling }),
      ...createLeaderRecordRoutes({
        signing: createLeaderRecordSigning({
          ...{ versions, files, log, runOnce, seal, clock, records: leaderRecords },
          ...{ withRecorded: options.withRecorded, missingReasonsOf: options.missingReasonsOf },
          signerOf: (board) => signingKeys.signerOf(board),
        }),
        taking: createLeaderRecordTaking({
          ...{ versions, files, revisions, log, runOnce, seal, clock },
          received: createReceivedLeaderRecordStore(connection),
          ask: client && ((question) => client.askForLeaderRecords(question)),
        }),
      }),
      ...createPledgeRoutes({ pledge: createPledge({ versions, files, log, runOnce }) }),
      ...createReceivedRoutes({
        handing: createHandingIn({ versions, runOnce, take, clock }),
        reading: createReceivedReading({ versions, received, recordRead: createReadRecord({ log, transact }) }),
      }),
    ],
    parts: [...(client ? [ticker] : []), ...(server ? [server] : [])],
    address: () => server?.address(),
  };
}
