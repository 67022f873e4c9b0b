import type { Environment } from '../places';
import { StartError } from '../say';

/** `$$` · `${NAME}` · `${NAME:-default}` · `${NAME-default}` · `${NAME:?message}` · `${NAME?message}` · `$NAME` */
const REFERENCE = /\$(?:(\$)|\{([A-Za-z_]\w*)(?:(:?[-?])((?:[^{}]|\{[^{}]*\})*))?\}|([A-Za-z_]\w*))/g;

/**
 * Resolves the references of a compose file's text values as `docker compose` does: an unset variable is empty, `:-` also
 * replaces an empty one.
 * @throws StartError when a variable that must be set is not
 */
export function interpolate(text: string, env: Environment): string {
  return text.replace(REFERENCE, (_whole, dollar?: string, braced?: string, operator?: string, operand?: string, bare?: string) => {
    if (dollar !== undefined) return '$';
    const name = braced ?? bare ?? '';
    const value = env[name];
    const present = value !== undefined && !(operator?.startsWith(':') && value === '');
    if (present) return value;
    if (operator?.endsWith('-')) return interpolate(operand ?? '', env);
    if (operator?.endsWith('?')) throw new StartError(`cần đặt biến ${name}: ${operand ?? ''}`, `variable ${name} must be set: ${operand}`);
    return '';
  });
}

/** The same for every text value inside lists and mappings; keys stay as they are. */
export function interpolateAll(value: unknown, env: Environment): unknown {
  if (typeof value === 'string') return interpolate(value, env);
  if (Array.isArray(value)) return value.map((item) => interpolateAll(item, env));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, interpolateAll(item, env)]));
  return value;
}
