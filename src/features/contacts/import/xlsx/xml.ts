/**
 * A streaming reader of the XML inside workbooks: elements, attributes, text. Document types are refused (no entity can be
 * declared, so none can explode), and no single piece is gathered beyond a bound.
 */
import { StringDecoder } from 'node:string_decoder';
import { importFault } from '../import.fault';

export interface XmlHandler {
  /** @param name without its prefix. @param attributes as written; read them with an `attribute`. An empty element opens and closes. */
  open(name: string, attributes: string): void;
  close(name: string): void;
  /** Entities resolved; one text may come in parts. */
  text(value: string): void;
}

const LONGEST_PIECE = 1024 * 1024;
/** A tag to its end; a ">" inside a quoted attribute does not end it. */
const TAG = /<(\/?)([^\s/>"'=]+)((?:[^>"']|"[^"]*"|'[^']*')*)>/y;
const ENTITY = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos));/gi;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Feed it the chunks of a document; it calls `handler` as it goes. @throws Invalid what is not XML, or not of this kind. */
export function xmlReader(handler: XmlHandler): { write(chunk: Buffer): void; end(): void } {
  const decoder = new StringDecoder('utf8');
  let rest = '';

  /** Consumes what is complete. */
  function consume(): void {
    let at = 0;
    for (;;) {
      const tagStart = rest.indexOf('<', at);
      if (tagStart === -1) break;
      if (tagStart > at) handler.text(resolve(rest.slice(at, tagStart)));
      at = tagStart;
      const end = rest[at + 1] === '!' || rest[at + 1] === '?' ? special(at) : tag(at);
      if (end === null) break;
      at = end;
    }
    rest = rest.slice(at);
    if (rest.length > LONGEST_PIECE) throw importFault('import_bad_xlsx');
  }

  /** @returns where it ends; null when its end has not come yet. */
  function tag(at: number): number | null {
    TAG.lastIndex = at;
    const match = TAG.exec(rest);
    if (match === null) return null;
    const [, slash, qualified = '', attributes = ''] = match;
    const name = qualified.slice(qualified.indexOf(':') + 1);
    if (slash === '/') handler.close(name);
    else {
      handler.open(name, attributes);
      if (attributes.endsWith('/')) handler.close(name);
    }
    return TAG.lastIndex;
  }

  /** Comments, instructions and literal text. */
  function special(at: number): number | null {
    if (rest.startsWith('<?', at)) return after('?>', at);
    if (rest.startsWith('<!--', at)) return after('-->', at);
    if (rest.startsWith('<![CDATA[', at)) {
      const end = after(']]>', at);
      if (end !== null) handler.text(rest.slice(at + 9, end - 3));
      return end;
    }
    if (rest.length - at < 9) return null;
    throw importFault('import_bad_xlsx');
  }

  function after(mark: string, at: number): number | null {
    const end = rest.indexOf(mark, at);
    return end === -1 ? null : end + mark.length;
  }

  return {
    write(chunk) {
      rest += decoder.write(chunk);
      consume();
    },
    end() {
      if (rest.trim() !== '') throw importFault('import_bad_xlsx');
    },
  };
}

/** An attribute's reader, made once per name: sheets have millions of cells. @param name may begin with `\\w+:` for any prefix. */
export function attribute(name: string): (attributes: string) => string | undefined {
  const pattern = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`);
  return (attributes) => valueOf(pattern.exec(attributes));
}

function valueOf(match: RegExpExecArray | null): string | undefined {
  const value = match?.[1] ?? match?.[2];
  return value === undefined ? undefined : resolve(value);
}

function resolve(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(ENTITY, (_entity, decimal?: string, hex?: string, named?: string) => {
    if (named !== undefined) return NAMED[named.toLowerCase()] ?? '';
    const code = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}
