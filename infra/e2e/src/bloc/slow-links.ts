import type { BlocProvinces } from './bloc-provinces';
import { LEADER, startBlocProvinces } from './bloc-provinces';
import type { LinkState } from './link';
import { countReads, pullWith, residentMib } from './pull-over-links';
import type { PullResult } from './pull-over-links';
import type { Measure } from '../measure/measure';
import type { Platform } from '../platform/platform';

interface LinkFault {
  readonly name: string;
  readonly state: LinkState;
  /** What becomes of the members behind such links; undefined: accepted, within this many one-way delays. */
  readonly refused?: readonly string[];
  readonly hops?: number;
}

/** TLS handshake, the settings of HTTP/2, the call and its reply: six times over the link, one after the other. */
const HOPS = 6;

const FAULTS: readonly LinkFault[] = [
  { name: '50 ms each way', state: { delayMs: 50 }, hops: HOPS },
  { name: '500 ms each way', state: { delayMs: 500 }, hops: HOPS },
  { name: '64 KB/s', state: { bytesPerSecond: 65_536 } },
  { name: 'half-open', state: { isHalfOpen: true }, refused: ['late', 'unreachable'] },
  { name: 'reset in the midst of the reply', state: { resetAfterReplyBytes: 6_000 }, refused: ['late', 'unreachable'] },
];

const OVER_DELAYS_MS = 200;
const AFTER_DEADLINE_MS = 500;
const MEMORY = 1.5;

export interface SlowLinksResult {
  readonly wrong: readonly string[];
  readonly measures: readonly Measure[];
}

/** Members behind bad links, of every province but the leader's alone. */
const disturbedOf = ({ members }: BlocProvinces, round: number): readonly string[] =>
  members.filter((member, index) => member !== LEADER && (index + round) % 3 === 0);

interface Struck {
  readonly fault: LinkFault;
  readonly disturbed: readonly string[];
  readonly pulled: PullResult;
  readonly calm: PullResult;
}

/** What is not as it should be after a pull over bad links. */
function wrongOf({ fault, disturbed, pulled }: Struck, { members, revisionOf }: BlocProvinces): string[] {
  return members.flatMap((member) => {
    const [verdict, accepted] = [pulled.verdicts.get(member) ?? 'none', pulled.revisions.get(member)];
    const isBad = disturbed.includes(member);
    const isFine = isBad && fault.refused ? fault.refused.includes(verdict) : verdict === 'accepted' && accepted === revisionOf(member);
    const where = isBad ? 'behind the bad link' : 'undisturbed';
    return isFine
      ? []
      : [`${fault.name}: ${where}, ${member} is ${verdict}, revision ${String(accepted)}: ${pulled.details.get(member) ?? ''}`];
  });
}

function measuresOf({ fault, pulled, calm }: Struck): Measure[] {
  const ms = { unit: 'ms', is: 'at most' } as const;
  const bounded: Measure[] = fault.hops
    ? [
        {
          ...{ ...ms, demand: `D12 ${fault.name}: the whole pull`, value: pulled.tookMs },
          ...{ bound: fault.hops * (fault.state.delayMs ?? 0) + OVER_DELAYS_MS + calm.tookMs, floor: calm.tookMs },
        },
      ]
    : [];
  return [
    ...bounded,
    {
      ...ms,
      demand: `D12 ${fault.name}: the pull ends after its deadline`,
      value: Math.max(0, pulled.afterDeadlineMs),
      bound: AFTER_DEADLINE_MS,
    },
    {
      ...{ ...ms, demand: `D12 ${fault.name}: members behind good links`, value: pulled.othersMs },
      ...{ bound: calm.othersMs + OVER_DELAYS_MS, floor: calm.othersMs },
    },
  ];
}

/**
 * Pulls a bloc of three provinces while a third of the links to its members is bad, each kind of bad in turn: whoever is behind
 * a good link is not touched, the pull ends at its deadline, and once the links are whole everybody is there.
 * @param rounds each fault strikes so often, other links every time
 */
export async function pullOverSlowLinks(
  platform: Platform,
  { rounds, deadlineS }: { readonly rounds: number; readonly deadlineS: number },
): Promise<SlowLinksResult> {
  const bloc = await startBlocProvinces(platform);
  const [wrong, measures]: [string[], Measure[]] = [[], []];
  try {
    const calmPull = async (): Promise<PullResult> => {
      await bloc.sign(bloc.members);
      return pullWith(bloc, { disturbed: [], state: {}, deadlineS });
    };
    // The first one is to warm up.
    await calmPull();
    const calm = await calmPull();
    const pid = bloc.leader.process.pid() ?? 0;
    const before = await residentMib(pid);
    for (let round = 1; round <= rounds; round += 1) {
      const disturbed = disturbedOf(bloc, round);
      for (const fault of FAULTS) {
        // Some of the others have something new as well.
        const others = bloc.members.filter((member) => !disturbed.includes(member));
        await bloc.sign([...disturbed, ...others.slice(0, 2)]);
        const pulled = await pullWith(bloc, { disturbed, state: fault.state, deadlineS });
        const struck: Struck = { fault, disturbed, pulled, calm };
        wrong.push(...wrongOf(struck, bloc));
        measures.push(...measuresOf(struck));
        if (!fault.refused) continue;
        const healed = await pullWith(bloc, { disturbed: [], state: {}, deadlineS: deadlineS + 20 });
        const behind = bloc.members.filter((member) => healed.revisions.get(member) !== bloc.revisionOf(member));
        if (behind.length > 0) wrong.push(`${fault.name}: once the links were whole, still missing: ${behind.join()}`);
      }
      wrong.push(...(await giveUpInTime(bloc, disturbed)));
    }
    const after = await residentMib(pid);
    measures.push({
      demand: 'D12 memory of the leader after all of it',
      value: after / before,
      unit: 'times',
      is: 'at most',
      bound: MEMORY,
    });
    return { wrong, measures };
  } finally {
    await bloc.stop();
  }
}

/** A call that takes longer than the pull lasts is worked on nowhere once the pull is over. */
async function giveUpInTime(bloc: BlocProvinces, disturbed: readonly string[]): Promise<string[]> {
  const before = await countReads(bloc, disturbed);
  await pullWith(bloc, { disturbed, state: { delayMs: 900 }, deadlineS: 1 });
  // Whatever is still under way has passed the link by then.
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  const reads = (await countReads(bloc, disturbed)) - before;
  return reads === 0 ? [] : [`${String(reads)} sheets were read for a leader that had given up`];
}
