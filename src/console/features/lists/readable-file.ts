/** The browser keeps a file by reference: saved anew after it was chosen, or deleted, it can no longer be read. */
export class FileChanged extends Error {
  override readonly name = 'FileChanged';
}

/** @throws FileChanged, which an upload would report as a lost network */
export async function assertReadable(file: File): Promise<void> {
  try {
    await file.slice(0, 1).arrayBuffer();
  } catch {
    throw new FileChanged('The file changed on disk after it was chosen');
  }
}
