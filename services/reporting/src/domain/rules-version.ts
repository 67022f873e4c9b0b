/**
 * Version of everything that turns records into printed figures: catalogue, mapping and formulas. Printed in every
 * summary; the same positions give the same bytes only under the same version, so raise it with any change of the rules.
 */
export const RULES_VERSION = '1';
