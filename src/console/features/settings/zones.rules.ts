/** Time zones for a picker. Pure but for the list that the browser knows. */

/** Those of Brazil with the places people know them by, the most peopled first. */
export const BRAZILIAN_ZONES = [
  ['America/Sao_Paulo', 'Brasília, São Paulo, Rio'],
  ['America/Bahia', 'Salvador'],
  ['America/Fortaleza', 'Fortaleza, São Luís, Natal'],
  ['America/Recife', 'Recife'],
  ['America/Maceio', 'Maceió, Aracaju'],
  ['America/Belem', 'Belém, Macapá'],
  ['America/Araguaina', 'Palmas'],
  ['America/Santarem', 'Santarém'],
  ['America/Manaus', 'Manaus'],
  ['America/Cuiaba', 'Cuiabá'],
  ['America/Campo_Grande', 'Campo Grande'],
  ['America/Porto_Velho', 'Porto Velho'],
  ['America/Boa_Vista', 'Boa Vista'],
  ['America/Rio_Branco', 'Rio Branco'],
  ['America/Eirunepe', 'Eirunepé'],
  ['America/Noronha', 'Fernando de Noronha'],
] as const;

/** With the one in use, whatever the browser calls it now. */
export function otherZones(known: readonly string[], used: string): string[] {
  const brazilian: ReadonlySet<string> = new Set(BRAZILIAN_ZONES.map(([zone]) => zone));
  return [...new Set([...known, used])].filter((zone) => !brazilian.has(zone)).sort();
}

/** `America/Sao_Paulo` → `Sao Paulo (America)`: found by the name of the city. */
export function zoneLabel(zone: string): string {
  const at = zone.lastIndexOf('/');
  return at === -1 ? zone : `${zone.slice(at + 1).replaceAll('_', ' ')} (${zone.slice(0, at).replaceAll('_', ' ')})`;
}
