// Colours, language and density as the person chose them, before anything is painted: no flash of the other theme.
(function () {
  var root = document.documentElement;
  var read = function (key) {
    try {
      return localStorage.getItem('esquadrao.' + key);
    } catch {
      return null; // Storage is off: the defaults do.
    }
  };
  var scheme = read('colors');
  if (scheme !== 'light' && scheme !== 'dark') scheme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  root.setAttribute('data-mantine-color-scheme', scheme);
  root.setAttribute('data-density', read('density') === 'compact' ? 'compact' : 'comfortable');
  var language = read('language') || navigator.language || '';
  root.lang = /^en/i.test(language) ? 'en' : 'pt-BR';
})();
