/** Time zones for a picker. Pure but for the list that the browser knows. */

/** Those of Brazil, the most peopled first. */
export const BRAZILIAN_ZONES = [
  'America/Sao_Paulo', 'America/Bahia', 'America/Fortaleza', 'America/Recife', 'America/Maceio', 'America/Belem', 'America/Manaus', 'America/Cuiaba',
  'America/Campo_Grande', 'America/Porto_Velho', 'America/Araguaina', 'America/Santarem', 'America/Boa_Vista', 'America/Rio_Branco', 'America/Eirunepe', 'America/Noronha',
] as const;

/** With the one in use, whatever the browser calls it now. */
export function otherZones(known: readonly string[], used: string): string[] {
  const brazilian: ReadonlySet<string> = new Set(BRAZILIAN_ZONES);
  return [...new Set([...known, used])].filter((zone) => !brazilian.has(zone)).sort();
}

/** `America/Sao_Paulo` → `Sao Paulo (America)`: found by the name of the city. */
export function zoneLabel(zone: string): string {
  const at = zone.lastIndexOf('/');
  return at === -1 ? zone : `${zone.slice(at + 1).replaceAll('_', ' ')} (${zone.slice(0, at).replaceAll('_', ' ')})`;
}
