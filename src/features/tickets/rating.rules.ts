/** @returns the rate that a text is, 1 to 5 and nothing else; null when it is something else. */
export function rateOf(text: string): number | null {
  const said = text.trim();
  return /^[1-5]$/.test(said) ? Number(said) : null;
}
