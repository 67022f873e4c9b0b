import { decodeRecord } from './decode-record';
import { encodeRecord } from './encode-record';

let relieved = false;

/**
 * Puts our own two functions in the place of kafkajs 2.2.4's record encoder and decoder, which cost more than all the rest
 * of a message with many headers: the one allocates 512 zeroed bytes outside of V8's heap for each header, the other
 * spreads the object of headers anew for each of them. What goes over the wire and what is read is the same to the byte
 * (kafkajs-hot-paths.unit.spec.ts). kafkajs is pinned and loads both at first use, so what it finds in the module cache is
 * ours; where it has other modules, nothing is changed and only the speed is lost.
 */
export function relieveKafkaJs(): void {
  if (relieved) return;
  relieved = true;
  replaceModule('kafkajs/src/protocol/recordBatch/record/v0', encodeRecord);
  replaceModule('kafkajs/src/protocol/recordBatch/record/v0/decoder', decodeRecord);
}

function replaceModule(path: string, replacement: unknown): void {
  try {
    // Internals have no types and no ES form.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    if (typeof require(path) !== 'function') return;
    const loaded = require.cache[require.resolve(path)];
    if (loaded) loaded.exports = replacement;
  } catch {
    // Another version of kafkajs.
  }
}
