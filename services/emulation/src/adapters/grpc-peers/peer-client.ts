import type { ClientUnaryCall, ServiceError } from '@grpc/grpc-js';
import { Metadata } from '@grpc/grpc-js';
import { emulationSheetServiceV1 } from '@kcn/contracts';
import type { CallFailure } from '../../domain/pull/call-failure';
import type { PeerAnswer } from '../../domain/pull/judge-answer';
import { callFailure } from './call-failures';
import type { PeerTls } from './peer-credentials';
import { credentialsFor } from './peer-credentials';
import type { PeerAddress } from './peers-file';

export interface PeerClientOptions {
  readonly tls: PeerTls;
  /** Of each member's deployment. */
  readonly addresses: ReadonlyMap<string, PeerAddress>;
  /** An answer that is longer is broken; default 8 MiB. */
  readonly maxAnswerBytes?: number;
}

/** Which documents, of which board's deployment, and how long to wait. */
interface Question {
  readonly bloc: string;
  readonly year: number;
  /** The last accepted revision, 0 for none. */
  readonly since: number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Both resolve to what the board answered, or to why nothing came; neither rejects for anything the board does. */
export interface PeerClient {
  askForSheets(question: Question & { readonly member: string }): Promise<PeerAnswer | CallFailure>;
  /** The leader's records, in the place of sheets. */
  askForLeaderRecords(question: Question & { readonly leader: string }): Promise<PeerAnswer | CallFailure>;
}

type Client = emulationSheetServiceV1.EmulationSheetServiceClient;
type Reply = (...result: [error: ServiceError] | [error: null, answer: PeerAnswer]) => void;

/**
 * Asks other boards' deployments over TLS. A call is one connection: a pull makes few, far apart, and one that starts anew
 * remembers no back-off of the transport and no session of a certificate that has changed since.
 */
export function createPeerClient({ tls, addresses, maxAnswerBytes = 8 * 1_048_576 }: PeerClientOptions): PeerClient {
  const connect = ({ address, name }: PeerAddress): Client =>
    new emulationSheetServiceV1.EmulationSheetServiceClient(address, credentialsFor(name, tls), {
      // The pull decides what is tried again and when.
      'grpc.enable_retries': 0,
      'grpc.use_local_subchannel_pool': 1,
      'grpc.max_receive_message_length': maxAnswerBytes,
      // The name asked for in the handshake: the board's, whatever its address; an IP address may not stand there.
      'grpc.ssl_target_name_override': name,
    });

  const ask = (board: string, { timeoutMs, signal }: Question, send: (client: Client, deadline: Date, reply: Reply) => ClientUnaryCall) => {
    const peer = addresses.get(board);
    if (peer === undefined) return Promise.resolve<CallFailure>({ kind: 'no-connection', reason: 'no address is configured' });
    if (signal.aborted) return Promise.resolve<CallFailure>({ kind: 'no-answer-in-time', reason: 'not asked any more' });
    const client = connect(peer);
    return new Promise<PeerAnswer | CallFailure>((resolve) => {
      const cancel = (): void => call.cancel();
      const call = send(client, new Date(Date.now() + timeoutMs), (...[error, answer]) => {
        signal.removeEventListener('abort', cancel);
        client.close();
        resolve(error ? callFailure(error) : answer);
      });
      signal.addEventListener('abort', cancel, { once: true });
    });
  };

  return {
    askForSheets: (question) =>
      ask(question.member, question, (client, deadline, reply) => {
        const { bloc, member, year, since } = question;
        return client.getSheet({ bloc, member, year, sinceRevision: since }, new Metadata(), { deadline }, (error, response) =>
          error ? reply(error) : reply(null, toAnswer(response.sheets, response.keySet)),
        );
      }),
    askForLeaderRecords: (question) =>
      ask(question.leader, question, (client, deadline, reply) => {
        const { bloc, year, since } = question;
        return client.getLeaderRecord({ bloc, year, sinceRevision: since }, new Metadata(), { deadline }, (error, response) =>
          error ? reply(error) : reply(null, toAnswer(response.records, response.keySet)),
        );
      }),
  };
}

const toAnswer = (documents: readonly emulationSheetServiceV1.SignedDocument[], keySet: Uint8Array): PeerAnswer => ({
  sheets: documents.map(({ jws }) => jws),
  keySet,
});
