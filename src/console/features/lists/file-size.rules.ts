const UNITS = ['B', 'KB', 'MB', 'GB'] as const;

/** Bytes as people say them, in powers of 1,024 as limits are: `52428800` → `50 MB`, `1536` → `1,5 KB`. */
export function fileSize(bytes: number, language = 'pt-BR'): string {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1_024 ** power;
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value)} ${UNITS[power]}`;
}
