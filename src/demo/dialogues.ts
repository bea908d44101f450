/** What customers and attendants say: `>` the customer, `<` an attendant. */
export const DIALOGUES: readonly (readonly string[])[] = [
  ['> Oi, vocês entregam no bairro Boa Vista?', '< Olá! Entregamos sim, de terça a sábado.', '> Qual o valor do frete?', '< Acima de R$ 150 é grátis; abaixo disso, R$ 12.', '> Perfeito, vou fazer o pedido'],
  ['> Bom dia, meu pedido 4821 ainda não chegou', '< Bom dia! Vou verificar com a transportadora.', '< Está em rota de entrega e chega hoje até as 18h.', '> Obrigado pela rapidez!'],
  ['> Preciso da segunda via do boleto', '< Claro, informe por favor o CPF do titular.', '> É o que está no cadastro', '< Enviei para o seu e-mail.'],
  ['> O aplicativo fecha sozinho quando abro a câmera', '< Que celular você usa?', '> Um Moto G de 2022', '< Atualize para a versão 3.2, ela corrige isso.', '> Vou testar e aviso'],
  ['> Vocês têm esse modelo na cor azul?', '< Temos no tamanho M e G. Separo um para você?', '> O M, por favor!'],
  ['> Boa tarde! Gostaria de um orçamento para 50 unidades', '< Boa tarde! Para 50 unidades o desconto é de 15%.', '> Consegue melhorar para 20%?', '< Vou consultar e retorno ainda hoje.'],
  ['> Fiz um Pix e não confirmou', '< Pode me mandar o comprovante?', '> Enviei por e-mail', '< Recebido, pedido liberado.', '> Valeu!'],
  ['> Oi', '> Alguém pode me atender?'],
  ['> Quero trocar um produto que veio com defeito'],
  ['> Qual o horário de funcionamento no sábado?'],
];
