import { BLOC_FILES } from '../application/bloc/file-names';
import { readSample, sampleBloc } from './bloc-sample';
import type { TestAuthority } from './board-certificates';
import { createTestAuthority } from './board-certificates';
import { sampleFigures } from './figures-server';
import type { PeerLink } from './peer-link';
import { openPeerLink } from './peer-link';
import type { TestKey } from './signing-keys';
import { createTestKey } from './signing-keys';
import { startEmulation } from './start-emulation';
import type { Answer, TestEmulation } from './start-emulation';

/** Who hosts whom: the first of each is the board that the deployment's certificate names. */
export const PROVINCES = {
  'hai-duong': ['hai-duong', 'ha-noi', 'bac-ninh', 'nam-dinh'],
  'quang-ninh': ['quang-ninh', 'hai-phong', 'thai-binh', 'ninh-binh'],
  'hung-yen': ['hung-yen', 'vinh-phuc', 'ha-nam'],
} as const;
export type Province = keyof typeof PROVINCES;
export const LEADER = 'hai-duong';

const YEAR = 'blocs/bloc-red-river-delta/years/2019';
export const pathOf = (board: string, rest: string): string => `/v1/boards/${board}/${YEAR}/${rest}`;

interface PulledMember {
  readonly board: string;
  readonly verdict: string | null;
  readonly revision: number | null;
  readonly attempts: number;
  readonly detail: { readonly vi: string; readonly en: string };
  readonly details: readonly { readonly code: string; readonly at: string | null }[];
}

export interface PulledBody {
  readonly id: string;
  readonly state: string;
  readonly members: readonly PulledMember[];
  readonly missing: readonly string[];
  readonly provisional: boolean;
}

/** A signed sheet in a member's database. */
export interface HeldSheet {
  readonly jws: Uint8Array;
  readonly sha256: string;
}

/** Three provinces with databases, topics, keys and certificates of their own, and the links between them. */
export interface BlocDeployments {
  readonly authority: TestAuthority;
  readonly provinces: Readonly<Record<Province, TestEmulation>>;
  homeOf(member: string): TestEmulation;
  keyOf(member: string): TestKey;
  linkOf(member: string): PeerLink;
  /** Back to the member's own deployment. */
  restore(member: string): void;
  sign(member: string): Promise<Answer>;
  pin(members?: readonly string[]): Promise<Answer>;
  /** Changes what a member's deployment holds as its newest signed sheet, past its own program. */
  tamper(member: string, change: (held: HeldSheet) => Promise<HeldSheet>): Promise<HeldSheet>;
  /** Begins a pull and waits for its end. */
  pull(deadlineSeconds: number): Promise<PulledBody>;
  stop(): Promise<void>;
}

/** A member's own lines of the scores: what the others claim is none of its business. */
function scoresOf(member: string): string {
  const [header = '', ...lines] = readSample('bloc-scores.csv').trim().split('\n');
  return [header, ...lines.filter((line) => line.startsWith(`${member},`)), ''].join('\n');
}

const approverOf = (board: string) => ({ sub: `approver of ${board}`, boards: [board], roles: ['approver' as const] });

export async function startBlocDeployments(): Promise<BlocDeployments> {
  const authority = await createTestAuthority();
  const members = sampleBloc().members.map(({ id }) => id);
  const keys = new Map<string, TestKey>();
  const links = new Map<string, PeerLink>();
  for (const member of members) {
    keys.set(member, await createTestKey());
    links.set(member, await openPeerLink());
  }
  const hostOf = (member: string): Province => {
    const found = Object.entries(PROVINCES).find(([, hosted]) => hosted.some((one) => one === member));
    return (found?.[0] ?? LEADER) as Province;
  };
  const addresses = Object.fromEntries(
    [...links].map(([member, { address }]) => [member, { address, name: `urn:kcn:board:${hostOf(member)}` }]),
  );

  async function startProvince(province: Province): Promise<TestEmulation> {
    const hosted: readonly string[] = PROVINCES[province];
    const started = await startEmulation({
      keys: new Map([...keys].filter(([member]) => hosted.includes(member))),
      // Members ask the leader's deployment in their turn, for its record.
      peers: { tls: await authority.issue(province), addresses },
    });
    for (const member of hosted) {
      started.figures.set(member, sampleFigures(member));
      const all = Object.fromEntries(BLOC_FILES.map((name) => [name, readSample(name)]));
      const own = { 'bloc.json': all['bloc.json'] ?? '', 'criteria.json': all['criteria.json'] ?? '', 'bloc-scores.csv': scoresOf(member) };
      const loaded = await started.load(member, member === LEADER ? all : own);
      if (loaded.status !== 201) throw new Error(loaded.text);
      links.get(member)?.lead(started.peerAddress());
    }
    return started;
  }
  const leader = await startProvince(LEADER);
  const provinces: Record<Province, TestEmulation> = {
    'hai-duong': leader,
    'quang-ninh': await startProvince('quang-ninh'),
    'hung-yen': await startProvince('hung-yen'),
  };
  const get = <T>(map: ReadonlyMap<string, T>, member: string): T => {
    const found = map.get(member);
    if (found === undefined) throw new Error(`no member ${member}`);
    return found;
  };
  const homeOf = (member: string): TestEmulation => provinces[hostOf(member)];

  return {
    ...{ authority, provinces, homeOf },
    keyOf: (member) => get(keys, member),
    linkOf: (member) => get(links, member),
    restore: (member) => get(links, member).lead(homeOf(member).peerAddress()),
    sign: (member) => homeOf(member).call('POST', pathOf(member, 'sheets'), { as: approverOf(member) }),
    pin: (pinned = members) =>
      leader.call('POST', pathOf(LEADER, 'member-keys'), {
        as: approverOf(LEADER),
        body: {
          keys: pinned.map((member) => ({
            member,
            thumbprint: get(keys, member).signer.thumbprint,
            ...{ valid_from: '2019-02-01T00:00:00Z', valid_to: '2099-01-01T00:00:00Z' },
          })),
        },
      }),
    async tamper(member, change) {
      const { connection } = homeOf(member).database;
      const sheets = connection
        .getClient()
        .db(connection.name)
        .collection<{ _id: string; jws: { buffer: Uint8Array }; sha256: string }>('sheets');
      const [held] = await sheets.find({ board: member }).sort({ revision: -1 }).limit(1).toArray();
      if (!held) throw new Error(`${member} has signed nothing`);
      const before: HeldSheet = { jws: Buffer.from(held.jws.buffer), sha256: held.sha256 };
      const { jws, sha256 } = await change(before);
      await connection
        .getClient()
        .db(connection.name)
        .collection<{ _id: string }>('sheets')
        .updateOne({ _id: held._id }, { $set: { jws: Buffer.from(jws), sha256 } });
      return before;
    },
    async pull(deadlineSeconds) {
      const as = approverOf(LEADER);
      const begun = await leader.call('POST', pathOf(LEADER, 'pulls'), { as, body: { deadline_seconds: deadlineSeconds } });
      if (begun.status !== 202) throw new Error(begun.text);
      const location = begun.headers.get('location') ?? '';
      // Ends by itself at its deadline.
      for (;;) {
        const { body } = await leader.call('GET', location, { as: { ...as, roles: ['reader'] } });
        const pulled = body as unknown as PulledBody;
        if (pulled.state === 'ended') return pulled;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    stop: async () => {
      await Promise.all(Object.values(provinces).map((province) => province.stop()));
      await Promise.all([...links.values()].map((link) => link.cut().catch(() => undefined)));
    },
  };
}
