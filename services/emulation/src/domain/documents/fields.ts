import { findBoardId, findDecimal, instant } from '@kcn/kernel';
import type { Instant } from '@kcn/kernel';
import { findExact } from '@kcn/kernel/fraction';
import type { Reader } from './strict-json';
import { textOf } from './strict-json';

/** A criterion, an indicator, a version: short, and not beginning with a space. */
export const codeText = textOf({ max: 60, shape: /^\S.*$/ });
export const memberText = textOf({ max: 40, isValid: (text) => findBoardId(text) !== undefined });
export const blocText = textOf({ max: 80, shape: /^[a-z0-9]+(-[a-z0-9]+)*$/ });
/** Lower-case hexadecimal. */
export const sha256Text = textOf({ max: 64, shape: /^[0-9a-f]{64}$/ });
export const decimalText = textOf({ max: 80, isValid: (text) => findDecimal(text) !== undefined });
/** A decimal, or `p/q` where it never ends. */
export const exactText = textOf({ max: 160, isValid: (text) => findExact(text) !== undefined });

/** An ISO instant with a zone, read as UTC. */
export const instantText: Reader<Instant> = (value, at) => instant(textOf({ max: 40, isValid: isInstant })(value, at));

function isInstant(text: string): boolean {
  try {
    instant(text);
    return true;
  } catch {
    return false;
  }
}
