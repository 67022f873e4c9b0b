import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { createBoardAuthority, findFreePorts } from '@kcn/local';
import type { IssuedCertificate } from '@kcn/local';
import type { BenchEnvironment } from '../environment/bench-environment';
import { createTokenIssuer } from '../environment/tokens';
import { createServiceTopics, startService } from '../sides/service-process';
import type { ServiceProcess } from '../sides/service-process';
import { blocFiles } from './bloc-files';
import type { BlocClient } from './bloc-client';
import { createBlocClient } from './bloc-client';
import type { BlocNumbers } from './bloc-numbers';
import { startFigures } from './figures-side';

/** What the bare side needs of a member. */
export interface SignedMember {
  readonly member: string;
  readonly jws: Buffer;
  /** `emulation-keys/1`, as the member's deployment publishes it. */
  readonly keySet: Buffer;
  /** Of the public key's JWK. */
  readonly x: string;
}

export interface PreparedBloc {
  readonly bloc: string;
  readonly signMs: number;
  readonly members: readonly SignedMember[];
}

/** Two deployments: the leader's, and one that hosts all other members; certificates, keys and databases of their own. */
export interface BlocBench {
  readonly leader: string;
  readonly authorities: string;
  /** The TLS identities, the same for ours and for the bare side. */
  readonly identities: { readonly leader: IssuedCertificate; readonly members: IssuedCertificate };
  client(): BlocClient;
  /** Takes in a bloc everywhere, has every member sign, and pins the keys; none of it is part of the pull. */
  prepare(bloc: string): Promise<PreparedBloc>;
  /** Starts the leader's deployment again with addresses at which these members do not answer. */
  takeDown(members: readonly string[]): Promise<void>;
  stop(): Promise<void>;
}

interface Key {
  readonly x: string;
  readonly thumbprint: string;
}

async function writeKey(folder: string, board: string): Promise<Key> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const { x = '', d = '' } = privateKey.export({ format: 'jwk' });
  const jwk = { kty: 'OKP', crv: 'Ed25519', x };
  await writeFile(join(folder, `${board}.json`), JSON.stringify({ ...jwk, d }), { mode: 0o600 });
  // RFC 7638: the members in the order of the alphabet, no blanks.
  const thumbprint = createHash('sha256')
    .update(JSON.stringify({ crv: jwk.crv, kty: jwk.kty, x }))
    .digest('base64url');
  return { x, thumbprint };
}

/** A port that takes connections and never says a word. */
async function openSilence(): Promise<{ readonly address: string; stop(): void }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => sockets.add(socket.on('error', () => undefined)));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    stop: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

export async function startBlocBench(environment: BenchEnvironment, numbers: BlocNumbers): Promise<BlocBench> {
  const folder = await environment.emptyFolder('e1');
  const issuer = await createTokenIssuer(folder);
  const [leader = '', ...others] = numbers.members;
  const figures = await startFigures(numbers, issuer.jwksFile);
  const silence = await openSilence();
  const authority = await createBoardAuthority({ now: new Date() });
  const host = others[0] ?? '';
  const identities = { leader: await authority.issue(leader), members: await authority.issue(host) };
  const keys = new Map<string, Key>();
  const tokenFile = join(folder, 'token');
  await writeFile(tokenFile, await issuer.token('emulation', ['service']));
  const [leaderPort = 0, membersPort = 0, closedPort = 0] = await findFreePorts(3);

  const settings = async (side: 'leader' | 'members', hosted: readonly string[]) => {
    const own = join(folder, side);
    await mkdir(join(own, 'keys'), { recursive: true });
    for (const board of hosted) keys.set(board, await writeKey(join(own, 'keys'), board));
    await writeFile(join(own, 'peer.crt'), identities[side].certificate);
    await writeFile(join(own, 'peer.key'), identities[side].privateKey, { mode: 0o600 });
    await writeFile(join(own, 'ca.crt'), authority.certificate);
    const topicPrefix = `${environment.uniqueName(`e1-${side}`)}.`;
    await createServiceTopics(environment.brokers, topicPrefix);
    return {
      name: 'emulation' as const,
      mongoUrl: environment.mongoUrl(environment.uniqueName(`e1-${side}`)),
      ...{ brokers: environment.brokers, jwksFile: issuer.jwksFile, topicPrefix },
      env: {
        ...{ KCN_REPORTING_GRPC: figures.address, KCN_SERVICE_TOKEN_FILE: tokenFile, KCN_SIGNING_KEYS_DIR: join(own, 'keys') },
        ...{ KCN_REDIS_URL: environment.redisUrl, KCN_REDIS_PREFIX: topicPrefix },
        ...{ KCN_PEER_CERTIFICATE_FILE: join(own, 'peer.crt'), KCN_PEER_KEY_FILE: join(own, 'peer.key') },
        ...{ KCN_PEER_CA_FILE: join(own, 'ca.crt'), KCN_PEER_PORT: String(side === 'leader' ? leaderPort : membersPort) },
      },
    };
  };
  const [leaderSettings, memberSettings] = [await settings('leader', [leader]), await settings('members', others)];
  const peersFile = join(folder, 'peers.json');
  const writePeers = (down: readonly string[]): Promise<void> =>
    writeFile(
      peersFile,
      JSON.stringify(
        Object.fromEntries(
          numbers.members.map((member) => {
            const [name, port] = member === leader ? [leader, leaderPort] : [host, membersPort];
            const at = down.indexOf(member);
            // Some refuse the connection, the others take it and keep silent.
            const address = at < 0 ? `127.0.0.1:${String(port)}` : at % 2 === 0 ? silence.address : `127.0.0.1:${String(closedPort)}`;
            return [member, { address, name: `urn:kcn:board:${name}` }];
          }),
        ),
      ),
    );
  await writePeers([]);
  const startLeader = (): Promise<ServiceProcess> =>
    startService({ ...leaderSettings, env: { ...leaderSettings.env, KCN_PEERS_FILE: peersFile } });
  const members = await startService(memberSettings);
  let leading = await startLeader();
  const token = await issuer.token('approver', ['recorder', 'approver', 'reader', 'operator']);
  const clientOf = ({ httpUrl }: ServiceProcess): BlocClient => createBlocClient({ httpUrl, token });

  return {
    ...{ leader, identities, authorities: authority.certificate },
    client: () => clientOf(leading),
    async prepare(bloc) {
      const at = (member: string): BlocClient => clientOf(member === leader ? leading : members);
      for (const member of numbers.members) await at(member).load(member, blocFiles(bloc, numbers, member === leader ? undefined : member));
      const startedAt = performance.now();
      for (const member of numbers.members) await at(member).sign(member, bloc);
      const signMs = performance.now() - startedAt;
      await clientOf(leading).pin(leader, bloc, new Map([...keys].map(([member, { thumbprint }]) => [member, thumbprint])));
      const signed: SignedMember[] = [];
      for (const member of numbers.members) {
        const x = keys.get(member)?.x ?? '';
        const published = { format: 'emulation-keys/1', member, keys: [{ kty: 'OKP', crv: 'Ed25519', x }], statements: [] };
        signed.push({ member, x, keySet: Buffer.from(JSON.stringify(published)), jws: await at(member).signedBytes(member, bloc) });
      }
      return { bloc, signMs, members: signed };
    },
    async takeDown(down) {
      await writePeers(down);
      await leading.child.stop();
      leading = await startLeader();
    },
    async stop() {
      await Promise.all([leading.child.stop(), members.child.stop()]);
      await figures.stop();
      silence.stop();
    },
  };
}
