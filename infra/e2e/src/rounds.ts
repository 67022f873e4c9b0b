import { repeated, resendAll, shuffled } from './faults/deliveries';
import type { Arrange } from './faults/deliveries';
import type { Fault } from './faults/fault';
import { billOnFullDisk } from './fees/bill-on-full-disk';
import { billUnderFaults } from './fees/billing-runs-under-faults';
import { freezeSecondCopies } from './faults/freeze';
import { freezeWorker } from './faults/freeze-worker';
import { awayFor, killKafka } from './faults/kill-kafka';
import { pullOverSlowLinks } from './bloc/slow-links';
import type { Measure } from './measure/measure';
import { killMongo } from './faults/kill-mongo';
import { crashAt, killService } from './faults/kills';
import { poisonTopic } from './faults/poison';
import { loseRedisWhileSummariesRun } from './faults/summaries-without-redis';
import type { Platform } from './platform/platform';
import type { ServiceName } from './platform/service-process';

/** A load on a board of its own, the faults that strike meanwhile, and what is to hold afterwards. */
export interface Round {
  readonly name: string;
  /** About eleven commands each. */
  readonly projects: number;
  readonly faults: readonly Fault[];
  /** Commands arrive at this pace; default as fast as they are answered. */
  readonly commandsPerSecond?: number;
  /** The part of the load over which the faults are spread. Default 1. */
  readonly spread?: number;
  readonly replay?: boolean;
  /** Copies of each service. Default 1. */
  readonly copies?: number;
  /** What runs. Default registry and reporting. */
  readonly services?: readonly ServiceName[];
  /** Reporting is away during the load and then sees the events for the first time like this. */
  readonly arrange?: Arrange;
  /** With `arrange`: how much longer it may take reporting than the events once each, in order. */
  readonly costAtMost?: number;
  /** How often the relay is killed, each time at the price of at most one batch sent twice. */
  readonly relayKills?: number;
  /** What is tried beside the board, with measures of its own. */
  readonly elsewhere?: (platform: Platform) => Promise<{ readonly wrong: readonly string[]; readonly measures: readonly Measure[] }>;
  /** What is done with the board once it is quiet. @returns what is wrong */
  readonly afterwards?: (platform: Platform, board: string) => Promise<string[]>;
}

const REPEATED_COST = 1.3;

const times = (count: number, fault: Fault): Fault[] => Array.from({ length: count }, () => fault);

/** Every round in the form that is asked for: `short` has fewer faults and less load, and the same demands. */
export function rounds({ seed, short }: { readonly seed: number; readonly short: boolean }): readonly Round[] {
  const pick = <T>(long: T, brief: T): T => (short ? brief : long);
  /** A busy day's rate; a backlog and a drain mean something only beside one. */
  const steady = { commandsPerSecond: pick(300, 150) };
  const kills = pick(20, 3);
  return [
    {
      name: 'D1 registry killed',
      projects: pick(3_000, 500),
      ...steady,
      faults: times(kills, killService('registry')),
      relayKills: kills,
    },
    { name: 'D1 reporting killed', projects: pick(5_400, 450), ...steady, faults: times(kills, killService('reporting')) },
    {
      name: 'D1 fees and emulation killed',
      services: ['registry', 'fees', 'reporting', 'emulation'],
      projects: pick(900, 150),
      ...steady,
      faults: times(kills, killService('fees')).flatMap((fault) => [fault, killService('emulation')]),
    },
    {
      name: 'D2 every crash point',
      projects: pick(600, 80),
      faults: [
        crashAt('registry', 'before-commit:5'),
        crashAt('registry', 'after-commit-before-answer:5'),
        crashAt('registry', 'relay-before-send:5'),
        crashAt('registry', 'relay-after-send-before-mark:5'),
        crashAt('reporting', 'consumer-before-commit:1'),
        crashAt('reporting', 'consumer-after-effect-before-offset:1'),
      ],
    },
    {
      name: 'D3 MongoDB killed, back at once and after 5 s',
      projects: pick(2_000, 400),
      ...steady,
      faults: pick([0, 5_000, 0, 5_000, 0], [0, 5_000]).map((awayMs) => killMongo({ awayMs })),
    },
    {
      name: 'D4 Kafka down for 60 s',
      projects: pick(3_000, 1_300),
      ...steady,
      spread: 0.3,
      faults: [killKafka(awayFor(60_000))],
    },
    {
      name: 'D5 Redis killed and its memory lost',
      projects: 60,
      faults: [],
      async afterwards(platform, board) {
        const wrong: string[] = [];
        const years = pick([2013, 2014, 2015, 2016, 2017], [2016, 2017]);
        for (const [index] of years.entries())
          wrong.push(...(await loseRedisWhileSummariesRun(platform, { board, years: years.slice(0, index + 1) })));
        return wrong;
      },
    },
    {
      name: 'D6 second copies frozen',
      projects: pick(3_000, 500),
      ...steady,
      copies: 2,
      faults: pick([1, 2, 3], [1]).flatMap(() => [freezeSecondCopies, freezeWorker]),
    },
    {
      name: 'D1 D2 D5 D6 fees: billing runs',
      services: ['registry', 'fees', 'reporting'],
      copies: 2,
      projects: 20,
      faults: [],
      afterwards: (platform, board) => billUnderFaults(platform, { name: board, contracts: pick(20_000, 8_000) }),
    },
    {
      name: 'D10 fees: full disk under MongoDB',
      services: ['registry', 'fees', 'reporting'],
      projects: 20,
      faults: [],
      // On servers of its own, because no other round wants to be on a small disk.
      afterwards: () => billOnFullDisk({ contracts: pick(20_000, 8_000) }),
    },
    { name: 'D7 everything sent again', projects: pick(600, 100), faults: times(pick(5, 2), resendAll(seed)) },
    {
      name: 'D7 every message one to five times',
      projects: pick(3_000, 400),
      faults: [],
      arrange: repeated(seed),
      costAtMost: REPEATED_COST,
    },
    {
      name: 'D8 events first seen repeated and out of order',
      projects: pick(600, 150),
      faults: [],
      arrange: shuffled(seed),
    },
    {
      name: 'D12 slow, half-open and breaking links between provinces',
      projects: 20,
      faults: [],
      elsewhere: (platform) => pullOverSlowLinks(platform, { rounds: pick(3, 1), deadlineS: 12 }),
    },
    { name: 'D9 poison', projects: pick(1_800, 450), ...steady, faults: times(pick(5, 2), poisonTopic()) },
    {
      name: 'all of it at random',
      projects: pick(1_000, 200),
      replay: true,
      faults: [
        killService('registry'),
        killMongo({ awayMs: 0 }),
        killService('reporting'),
        killKafka(awayFor(pick(5_000, 2_000))),
        resendAll(seed),
        killService('registry'),
        killService('reporting'),
      ],
    },
  ];
}
