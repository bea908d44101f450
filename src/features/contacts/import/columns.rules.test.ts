import { mapColumns, type Columns } from './columns.rules';

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

  test.each([
    [['Nome', 'Cidade'], {}, { fault: 'import_no_phone_column', role: null, header: ['Nome', 'Cidade'] }],
    [['Nome', 'Número'], { number: 'Celular' }, { fault: 'import_unknown_column', role: 'number' }],
    [['Nome', 'Número'], { email: '-' }, { fault: 'import_unknown_column', role: 'email' }],
    [Array.from({ length: 101 }, (_, i) => `c${i}`), {}, { fault: 'import_too_many_columns' }],
  ])('refuses %j', (header, mapping, fault) => {
    expect(mapColumns(header, mapping)).toMatchObject(fault);
  });
});
