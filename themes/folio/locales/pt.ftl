# What readers are told, in Portuguese: see en.ftl for what each message is.

## The frame of every page

skip-to-text = Ir para o texto
main-menu = Menu principal
search = Pesquisa
dark = Escuro
feed-title = { $title }: notas novas e corrigidas
licensed = Comentário sob a licença { $license }
made-with = Feito com { $generator }
comma = ,{" "}
semicolon = ;{" "}

## Pages and lists

timeline = Cronologia
glossary = Glossário
sources = Fontes
all-pages = Todas as páginas
all-notes = Todas as notas
not-found = Página não encontrada
not-found-text = Não há nada neste endereço. A página pode ter mudado de lugar ou o link pode conter um erro.
to-front-page = Para a página inicial
pages = Páginas
previous = Anterior
next = Seguinte
page-of = Página { $number } de { $total }
annotations-file = Anotações
glossary-file = O glossário em SKOS
sources-bibtex = As fontes em BibTeX
sources-csl = As fontes em CSL-JSON

## Kinds of annotations, and what each is called

fact-check = Verificação
counter-source = Fonte contrária
note = Nota
gloss = Termo
fact-checks = Verificações
counter-sources = Fontes contrárias
notes = Notas
glosses = Glossário
note-name = { $kind ->
    [fact-check] Verificação { $number }
    [counter-source] Fonte contrária { $number }
    [gloss] Termo { $number }
   *[note] Nota { $number }
  }
note-name-rated = { $kind ->
    [fact-check] Verificação { $number }: { $rating-lower }
    [counter-source] Fonte contrária { $number }: { $rating-lower }
    [gloss] Termo { $number }: { $rating-lower }
   *[note] Nota { $number }: { $rating-lower }
  }
note-name-retracted = { $kind ->
    [fact-check] Verificação { $number }: retirada
    [counter-source] Fonte contrária { $number }: retirada
    [gloss] Termo { $number }: retirado
   *[note] Nota { $number }: retirada
  }
note-title = { $kind ->
    [fact-check] Verificação: { $text }
    [counter-source] Fonte contrária: { $text }
    [gloss] Termo: { $text }
   *[note] Nota: { $text }
  }
# What a note is cited as, with its article and the place there.
note-title-at = { $title } ({ $article }, { $place })
note-title-in = { $title } ({ $article })
paragraph = § { $number }
paragraph-name = Parágrafo { $number }
paragraphs = §§ { $from }-{ $to }
paragraphs-name = Parágrafos { $from } a { $to }
line = v. { $number }
line-name = Verso { $number }
lines = vv. { $from }-{ $to }
lines-name = Versos { $from } a { $to }
table-number = Tabela { $number }
figure-number = Figura { $number }
turn-at = { $speaker }, { $time }
turn = { $speaker }, intervenção { $number }
turns = { $speaker }, intervenções { $from } a { $to }
# A passage from one place to another.
place-range = { $from } – { $to }
footnote = nota de rodapé { $number }

## The front page

annotated-edition = Edição anotada
read-article = Ler o artigo
see-checks = Ver as verificações
n-annotations-label = { $n ->
    [one] anotação
    [many] anotações
   *[other] anotações
  }
n-checks-label = { $n ->
    [one] verificação
    [many] verificações
   *[other] verificações
  }
n-terms-label = { $n ->
    [one] termo
    [many] termos
   *[other] termos
  }
n-sources-label = { $n ->
    [one] fonte
    [many] fontes
   *[other] fontes
  }
findings = Conclusões
articles = { $n ->
    [one] O artigo
    [many] Artigos
   *[other] Artigos
  }
strip-title = O texto sob exame
notes-by-rating = Notas por classificação
notes-lede = { $n ->
    [one] { $n } nota, com a passagem a que se refere.
    [many] { $n } de notas, cada uma com a passagem a que se refere.
   *[other] { $n } notas, cada uma com a passagem a que se refere.
  }
n-annotations = { $n ->
    [one] { $n } anotação
    [many] { $n } de anotações
   *[other] { $n } anotações
  }
n-sources = { $n ->
    [one] { $n } fonte
    [many] { $n } de fontes
   *[other] { $n } fontes
  }

## An article

first-published = publicação original
recording = gravação
recording-at = Gravação a partir de { $time }
notes-on-passages = { $n ->
    [one] { $n } nota sobre uma passagem sublinhada
    [many] { $n } de notas sobre passagens sublinhadas
   *[other] { $n } notas sobre passagens sublinhadas
  }
and-without-passage = { $n } sem passagem
notes-without-passage = { $n ->
    [one] { $n } nota sem passagem
    [many] { $n } de notas sem passagem
   *[other] { $n } notas sem passagem
  }
overview = Visão geral do comentário
skip-strip = Ignorar o esquema
strip-name = { $n ->
    [one] { $n } passagem anotada, na ordem do texto
    [many] { $n } de passagens anotadas, na ordem do texto
   *[other] { $n } passagens anotadas, na ordem do texto
  }
layers = Camadas visíveis
commentary = Comentário
filter-by-editor = Filtrar por editor
all-editors = Todos os editores
filter-by-tag = Filtrar por etiqueta
all-tags = Todas as etiquetas
table = Tabela
link-to-paragraph = Link para o parágrafo { $number }
in-glossary = No glossário
glossary-term = Glossário: { $term }
detached-title = Notas sem passagem
detached-text = As palavras citadas nestas notas não se encontram no texto, que pode ter sido alterado desde então.
deviations = Diferenças em relação ao texto recebido
received = texto recebido:
not-received = não consta do texto recebido
cite-article = Citar este artigo anotado
cite-file = O artigo e todas as notas em CSL-JSON
article-before = Anterior
article-after = Seguinte
own-notes = Notas do próprio texto
back-to-note = Voltar ao texto, nota { $number }

## A note

back-to-passage = Voltar à passagem { $number }
on-article = sobre o artigo
on-title = sobre o título
on-figure = sobre a figura
on-footnote = sobre a nota de rodapé { $number }
retracted = Retirada
withdrawn = Esta nota foi retirada.
draft = Rascunho
reworded = Redação alterada desde que esta nota foi escrita
more = Mais
why = Explicação
meaning = Significado
details = Detalhes
claim = Afirmação
supports = apoia
contradicts = contradiz
context = contexto
online = online
archived-copy = cópia arquivada
archived = arquivada em { $date }
read-whole = lida na íntegra
read-part = lida em parte
read-abstract = lido apenas o resumo
read-cover = lida apenas a capa
corrected = Correção em { $date }:
updated = atualizada em { $date }
cite = Citar
full-check = Verificação completa
link = Link
copy-link = Copiar o link
copy-citation = Copiar a referência
copy-format = Copiar { $format }
link-copied = Link copiado
citation-copied = Referência copiada
format-copied = { $format } copiado
report-error = Comunicar um erro
report-subject = Comunicação de um erro: { $note } · { $article }
report-question = O que está errado e como o sabe?
embed = Incorporar

## Fact checks

checks-lede = { $n ->
    [one] { $n } afirmação, numa frase, com o que dizem as fontes e onde está no texto.
    [many] { $n } de afirmações, cada uma numa frase, com o que dizem as fontes e onde está no texto.
   *[other] { $n } afirmações, cada uma numa frase, com o que dizem as fontes e onde está no texto.
  }
the-checks = As verificações
checks-by-rating = Verificações por classificação
rating = Classificação
claim-and-finding = Afirmação e conclusão
passage = Passagem
detached = sem passagem
the-scale = A escala
read-in-article = Ler no artigo, { $place }
other-checks = Outras verificações
check-before = Anterior
check-after = Seguinte

## Glossary, sources, timeline

glossary-lede = { $n ->
    [one] { $n } termo do texto, com o nome na língua original.
    [many] { $n } de termos do texto, com os nomes nas línguas originais.
   *[other] { $n } termos do texto, com os nomes nas línguas originais.
  }
also-called = também { $names }
founded = Fundação
designations = Classificação oficial
status = Situação
status-as-of = Situação em { $date }
used-in = Usado em
not-used = Não usado no texto
and-more = e mais { $n }
see = ver
with-sources = fontes:
sources-lede = { $n ->
    [one] { $n } obra citada no comentário, com as notas e os termos que a citam.
    [many] { $n } de obras citadas no comentário, cada uma com as notas e os termos que a citam.
   *[other] { $n } obras citadas no comentário, cada uma com as notas e os termos que a citam.
  }
reference-managers = Para programas de gestão de referências:
online-source = Online
read-on = consultada em { $date }
quality-high = qualidade alta
quality-medium = qualidade média
quality-low = qualidade baixa
not-cited = não citada
cited-by = citada em
timeline-lede = O que aconteceu antes e depois, por ordem cronológica, com as notas relacionadas.
timeline-figure = Os acontecimentos de { $first } a { $last }; a lista abaixo apresenta os mesmos
bears-on = notas relacionadas:

## Corrections

log = Lista de correções
nothing-corrected = Ainda não há correções.

## Search

look-in = Procurar em
in-text = Texto
in-notes = Notas
in-terms = Termos
in-sources = Fontes
close = Fechar
nothing-found = Nenhum resultado
search-results = { $n ->
    [one] { $n } resultado
    [many] { $n } de resultados
   *[other] { $n } resultados
  }
search-failed = Não foi possível carregar a pesquisa
more-results = Mais resultados
search-without-script = A pesquisa precisa de JavaScript. O conteúdo pesquisado também está nestas páginas:

## Feeds

feed-corrected = Correção: { $name }
feed-changed = Alteração: { $name }
feed-of-layer = { $title }: { $layer }

## Exports

contents = Índice
glossary-of = Glossário – { $title }
notes-without-place = Notas sem lugar no texto
on-passage = sobre “{ $passage }”
passage-gone = já não consta do texto: “{ $passage }”
claim-is = Afirmação:
corrected-on = Correção em { $date }:
archived-at = Cópia arquivada:
archived-on = Arquivado em { $date }
passage-is-gone = Já não consta do texto:
created = Criação.
changed = Alteração.
each-names-its-source = Cada artigo indica a sua fonte.
editor-of-commentary = comentário
editor-of-note = anotação

## Translations beside the text

language-name = português
texts = Texto
side-by-side = Lado a lado
original-text = { $language }, original
translation-into = Tradução: { $language }
