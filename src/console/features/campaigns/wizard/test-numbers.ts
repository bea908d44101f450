/** To which numbers a person sends tests, remembered in this browser. */
export function testNumbers(userId: number): { load(): string[]; keep(numbers: readonly string[]): void } {
  const key = `esquadrao.test-numbers.${userId}`;
  return {
    load: () => (localStorage.getItem(key) ?? '').split(',').filter((number) => number !== ''),
    keep: (numbers) => localStorage.setItem(key, numbers.join(',')),
  };
}
