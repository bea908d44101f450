/** A number that somebody may write from: Brazilian ones with or without their country, others as they are. Pure. @returns null when it is too short, or no number */
export function wholeNumber(text: string): string | null {
  const digits = text.replace(/[\s()+-]/g, '');
  if (!/^\d{10,15}$/.test(digits)) return null;
  return digits.length <= 11 ? `55${digits}` : digits;
}
