/** Made-up people of Brazilian cities. */
const FIRST = ['Ana', 'Beatriz', 'Carlos', 'Daniela', 'Eduardo', 'Fernanda', 'Gabriel', 'Helena', 'Igor', 'Juliana', 'Kauã', 'Larissa', 'Marcos', 'Natália', 'Otávio', 'Paula'];
const LAST = ['Almeida', 'Barros', 'Cardoso', 'Dias', 'Esteves', 'Ferreira', 'Gomes', 'Moreira', 'Nunes', 'Oliveira', 'Pereira', 'Queiroz', 'Ribeiro', 'Souza', 'Teixeira'];
const CITIES = ['São Paulo', 'Recife', 'Curitiba', 'Salvador', 'Belo Horizonte', 'Porto Alegre', 'Fortaleza'];
const AREAS = ['11', '81', '41', '71', '31', '51', '85'];

export interface Person {
  readonly name: string;
  readonly number: string;
  readonly city: string;
}

/** @param offset keeps the numbers of different groups apart. */
export function person(i: number, offset: number): Person {
  const place = (i + offset) % CITIES.length;
  return {
    name: `${pick(FIRST, i * 7 + offset)} ${pick(LAST, i * 11 + offset)}`,
    number: `55${pick(AREAS, place)}9${String(70_000_000 + offset * 100 + i)}`,
    city: pick(CITIES, place),
  };
}

export const pick = <T>(from: readonly [T, ...T[]] | readonly T[], at: number): T => from[at % from.length] as T;
