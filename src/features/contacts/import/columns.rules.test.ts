import { keysOf, mapColumns, variableKeys, type Columns } from './columns.rules';

const keys = (columns: Columns) => columns.variables.map(({ key }) => key);

describe('mapColumns', () => {
  test.each([
    [['Nome', 'Número', 'E-mail', 'Cidade', 'Cupom'], { name: 0, number: 1, email: 2 }, ['cidade', 'cupom']],
    [['TELEFONE', 'CONTATO'], { name: 1, number: 0, email: null }, []],
    [['whatsapp '], { name: null, number: 0, email: null }, []],
    [['name', 'phone_number', 'email address'], { name: 0, number: 1, email: null }, ['email_address']],
    // The most telling of several: the others are variables.
    [['Nome', 'Telefone', 'Celular', 'WhatsApp'], { name: 0, number: 3, email: null }, ['telefone', 'celular']],
    [['Número', '', 'Cidade', 'cidade'], { name: null, number: 0, email: null }, ['cidade', 'cidade_2']],
  ])('%j', (header, found, variables) => {
    const columns = mapColumns(header, {}) as Columns;
    expect(columns).toMatchObject(found);
    expect(keys(columns)).toEqual(variables);
  });

  it('takes the word of the user over its own guess, and no column twice', () => {
    const columns = mapColumns(['Nome', 'Razão Social', 'Número', 'Fone 2'], { name: 'razao social', number: 'FONE 2' }) as Columns;
    expect(columns).toMatchObject({ name: 1, number: 3, email: null });
    // A campaign's own key {nome} must stay the name.
    expect(keys(columns)).toEqual(['nome_2', 'numero_2']);
  });

  it('tells the columns of a file in which it finds no number', () => {
    expect(mapColumns(['Nome', 'Cidade'], {})).toMatchObject({ name: 0, number: null, variables: [{ index: 1, key: 'cidade' }] });
  });

  it('tells what it found as it can be told again, and what each column may become', () => {
    const header = ['Telefone', 'Nome', '', 'Telefone', 'Cidade'];
    const columns = mapColumns(header, {}) as Columns;
    expect(keysOf(columns)).toEqual(['numero', 'nome', null, 'telefone_2', 'cidade']);
    expect(mapColumns(header, keysOf(columns))).toEqual(columns);
    expect(variableKeys(header)).toEqual(['telefone', 'nome_2', null, 'telefone_2', 'cidade']);
  });

  it('guesses nothing when each column is told by its place', () => {
    const header = ['Nome', 'Número', 'Fone 2', 'Cidade', 'Cupom'];
    expect(mapColumns(header, ['', null, 'Número', 'Onde mora'])).toEqual({ header, name: null, number: 2, email: null, variables: [{ index: 3, key: 'onde_mora' }] });
    expect(mapColumns(header, ['nome', 'email', 'cidade'])).toEqual({ header, name: 0, number: null, email: 1, variables: [{ index: 2, key: 'cidade' }] });
  });

  test.each([
    [['Nome', 'Número'], { number: 'Celular' }, { fault: 'import_unknown_column', path: 'columns.number', header: ['Nome', 'Número'] }],
    [['Nome', 'Número'], { email: '-' }, { fault: 'import_unknown_column', path: 'columns.email' }],
    [['Nome', 'Número'], ['nome', 'numero', 'cidade'], { fault: 'import_unknown_column', path: 'columns' }],
    [['A', 'B', 'C'], ['numero', 'Cidade', 'cidade'], { fault: 'import_key_twice', path: 'columns', key: 'cidade' }],
    [Array.from({ length: 101 }, (_, i) => `c${i}`), {}, { fault: 'import_too_many_columns' }],
  ])('refuses %j', (header, mapping, fault) => {
    expect(mapColumns(header, mapping)).toMatchObject(fault);
  });
});
