import { createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { credentials, Metadata, Server, ServerCredentials } from '@grpc/grpc-js';
import { emulationSheetServiceV1 as wire } from '@kcn/contracts';

/** What the bare side serves and fetches, as JSON in a file named by the only argument. */
export interface BareSheetsSettings {
  readonly role: 'serve' | 'fetch';
  /** PEM, the same as ours. */
  readonly tls: { readonly certificate: string; readonly privateKey: string; readonly authorities: string };
  /** Of the server, for those who fetch. */
  readonly address: string;
  /** By member, base64; the key is the `x` of its JWK. */
  readonly sheets: readonly { readonly member: string; readonly jws: string; readonly keySet: string; readonly x: string }[];
}

type Answer = wire.GetSheetResponse;

/** Bare grpc-js over the same TLS: the bytes lie in memory, nobody is asked for a duty, nothing is written down. */
function serve({ tls, sheets }: BareSheetsSettings): void {
  const held = new Map(
    sheets.map(({ member, jws, keySet }): [string, Answer] => [
      member,
      { sheets: [{ jws: Buffer.from(jws, 'base64'), revision: 1 }], keySet: Buffer.from(keySet, 'base64') },
    ]),
  );
  const server = new Server();
  server.addService(wire.EmulationSheetServiceService, {
    getSheet: (call, reply) => reply(null, held.get(call.request.member) ?? { sheets: [], keySet: Buffer.alloc(0) }),
    listRevisions: (_call, reply) => reply(null, { revisions: [] }),
    getLeaderRecord: (_call, reply) => reply(null, { records: [], keySet: Buffer.alloc(0) }),
  } satisfies wire.EmulationSheetServiceServer);
  const pair = [{ cert_chain: Buffer.from(tls.certificate), private_key: Buffer.from(tls.privateKey) }];
  server.bindAsync('127.0.0.1:0', ServerCredentials.createSsl(Buffer.from(tls.authorities), pair, true), (error, port) => {
    if (error) throw error;
    console.log(`listening ${String(port)}`);
  });
}

/** All members at once, one connection each as to deployments of their own, and the signature of what came. */
async function fetchAll({ tls, sheets, address }: BareSheetsSettings): Promise<string> {
  const startedAt = performance.now();
  const good = await Promise.all(
    sheets.map(async ({ member, x }) => {
      const channel = credentials.createSsl(Buffer.from(tls.authorities), Buffer.from(tls.privateKey), Buffer.from(tls.certificate), {
        checkServerIdentity: () => undefined,
      });
      const client = new wire.EmulationSheetServiceClient(address, channel, {
        'grpc.use_local_subchannel_pool': 1,
        'grpc.ssl_target_name_override': 'bench',
      });
      const answer = await new Promise<Answer>((resolve, reject) => {
        const deadline = new Date(Date.now() + 30_000);
        client.getSheet({ bloc: 'bench', member, year: 2026, sinceRevision: 0 }, new Metadata(), { deadline }, (error, response) => {
          if (error) reject(error);
          else resolve(response);
        });
      });
      client.close();
      return answer.sheets.every(({ jws }) => isSigned(jws.toString('latin1'), x));
    }),
  );
  const ms = performance.now() - startedAt;
  return `fetched ${ms.toFixed(2)} ${String(good.filter((one) => one).length)}`;
}

function isSigned(jws: string, x: string): boolean {
  const end = jws.lastIndexOf('.');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return verify(null, Buffer.from(jws.slice(0, end)), key, Buffer.from(jws.slice(end + 1), 'base64url'));
}

function main(file: string): void {
  const settings = JSON.parse(readFileSync(file, 'utf8')) as BareSheetsSettings;
  if (settings.role === 'serve') {
    serve(settings);
    process.once('SIGTERM', () => process.exit(0));
    return;
  }
  // Told to by a signal, so that one process fetches once to warm up and once to be measured.
  process.on('SIGUSR2', () => {
    fetchAll(settings).then(
      (line) => {
        console.log(line);
      },
      (error: unknown) => {
        console.log(`failed ${String(error)}`);
      },
    );
  });
  // A process that only waits for signals would end.
  setInterval(() => undefined, 60_000);
  process.once('SIGTERM', () => process.exit(0));
  console.log('ready');
}

if (require.main === module) main(process.argv[2] ?? '');
