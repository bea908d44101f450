/** How much script a browser loads before the console shows anything: what the entry imports, and what those import. Pure. */

/** Of Vite's manifest (`public/console/.vite/manifest.json`), what is read here. */
export type Manifest = Readonly<Record<string, { readonly file: string; readonly isEntry?: boolean; readonly imports?: readonly string[] }>>;

/** Of gzip. On a slow phone connection (1.6 Mbit/s) it takes 1.3 s. */
export const FIRST_LOAD_LIMIT = 250_000;

/** The files of the first load, the entry's first. @throws Error when the manifest names no entry */
export function firstLoad(manifest: Manifest): string[] {
  const entry = Object.keys(manifest).find((key) => manifest[key]?.isEntry);
  if (entry === undefined) throw new Error('The manifest names no entry');
  const seen = new Set<string>();
  const visit = (key: string): void => {
    if (seen.has(key)) return;
    seen.add(key);
    for (const imported of manifest[key]?.imports ?? []) visit(imported);
  };
  visit(entry);
  return [...seen].flatMap((key) => manifest[key]?.file ?? []);
}

/** @param bytesOf a file's size as it is sent */
export function firstLoadBytes(manifest: Manifest, bytesOf: (file: string) => number): number {
  return firstLoad(manifest).reduce((sum, file) => sum + bytesOf(file), 0);
}
