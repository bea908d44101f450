/** A stored number (E.164 digits) as people read it: `5511988887777` → `+55 (11) 98888-7777`. Others keep their digits. */
export function phoneText(number: string): string {
  const brazilian = /^55(\d\d)(\d{4,5})(\d{4})$/.exec(number);
  if (brazilian !== null) return `+55 (${brazilian[1]}) ${brazilian[2]}-${brazilian[3]}`;
  return /^\d+$/.test(number) ? `+${number}` : number;
}
