# What readers are told, in Turkish: see en.ftl for what each message is.

## The frame of every page

skip-to-text = Metne geç
main-menu = Ana menü
search = Arama
dark = Koyu
feed-title = { $title }: yeni ve düzeltilmiş notlar
licensed = Açıklamaların lisansı: { $license }
made-with = { $generator } ile hazırlandı
comma = ,{" "}
semicolon = ;{" "}

## Pages and lists

timeline = Zaman çizelgesi
glossary = Sözlükçe
sources = Kaynaklar
all-pages = Tüm sayfalar
all-notes = Tüm notlar
not-found = Sayfa bulunamadı
not-found-text = Bu adreste bir şey yok. Sayfa taşınmış ya da bağlantı yanlış yazılmış olabilir.
to-front-page = Ana sayfaya dön
pages = Sayfalar
previous = Önceki
next = Sonraki
page-of = Sayfa { $number } / { $total }
annotations-file = Açıklamalar
glossary-file = Sözlükçe (SKOS)
sources-bibtex = Kaynaklar (BibTeX)
sources-csl = Kaynaklar (CSL-JSON)

## Kinds of annotations, and what each is called

fact-check = Doğrulama
counter-source = Karşı kaynak
note = Not
gloss = Terim
fact-checks = Doğrulamalar
counter-sources = Karşı kaynaklar
notes = Notlar
glosses = Sözlükçe
note-name = { $kind ->
    [fact-check] Doğrulama { $number }
    [counter-source] Karşı kaynak { $number }
    [gloss] Terim { $number }
   *[note] Not { $number }
  }
note-name-rated = { $kind ->
    [fact-check] Doğrulama { $number }: { $rating }
    [counter-source] Karşı kaynak { $number }: { $rating }
    [gloss] Terim { $number }: { $rating }
   *[note] Not { $number }: { $rating }
  }
note-name-retracted = { $kind ->
    [fact-check] Doğrulama { $number }: geri çekildi
    [counter-source] Karşı kaynak { $number }: geri çekildi
    [gloss] Terim { $number }: geri çekildi
   *[note] Not { $number }: geri çekildi
  }
note-title = { $kind ->
    [fact-check] Doğrulama: { $text }
    [counter-source] Karşı kaynak: { $text }
    [gloss] Terim: { $text }
   *[note] Not: { $text }
  }
# What a note is cited as, with its article and the place there.
note-title-at = { $title } ({ $article }, { $place })
note-title-in = { $title } ({ $article })
paragraph = ¶ { $number }
paragraph-name = Paragraf { $number }
paragraphs = ¶¶ { $from }-{ $to }
paragraphs-name = { $from }-{ $to }. paragraflar
line = { $number }. dize
line-name = { $number }. dize
lines = { $from }-{ $to }. dizeler
lines-name = { $from }-{ $to }. dizeler
table-number = Tablo { $number }
figure-number = Şekil { $number }
turn-at = { $speaker }, { $time }
turn = { $speaker }, { $number }. konuşma
turns = { $speaker }, { $from }-{ $to }. konuşmalar
# A passage from one place to another.
place-range = { $from } – { $to }
footnote = dipnot { $number }

## The front page

annotated-edition = Açıklamalı yayın
read-article = Yazıyı oku
see-checks = Doğrulamaları gör
n-annotations-label = { $n ->
    [one] açıklama
   *[other] açıklama
  }
n-checks-label = { $n ->
    [one] doğrulama
   *[other] doğrulama
  }
n-terms-label = { $n ->
    [one] terim
   *[other] terim
  }
n-sources-label = { $n ->
    [one] kaynak
   *[other] kaynak
  }
findings = Bulgularımız
articles = { $n ->
    [one] Yazı
   *[other] Yazılar
  }
strip-title = Metin mercek altında
notes-by-rating = Değerlendirmeye göre notlar
notes-lede = { $n ->
    [one] { $n } not, ilgili olduğu pasajla birlikte.
   *[other] { $n } not, her biri ilgili olduğu pasajla birlikte.
  }
n-annotations = { $n ->
    [one] { $n } açıklama
   *[other] { $n } açıklama
  }
n-sources = { $n ->
    [one] { $n } kaynak
   *[other] { $n } kaynak
  }

## An article

first-published = ilk yayımlandığı yer
recording = kayıt
recording-at = Kayıt, { $time }
notes-on-passages = { $n ->
    [one] Altı çizili bir pasaj için { $n } not
   *[other] Altı çizili pasajlar için { $n } not
  }
and-without-passage = metinde yeri bulunamayan { $n } not
notes-without-passage = { $n ->
    [one] Metinde yeri bulunamayan { $n } not
   *[other] Metinde yeri bulunamayan { $n } not
  }
overview = Açıklamalara genel bakış
skip-strip = Şemayı atla
strip-name = { $n ->
    [one] Açıklamalı { $n } pasaj, metindeki sırayla
   *[other] Açıklamalı { $n } pasaj, metindeki sırayla
  }
layers = Gösterilen katmanlar
commentary = Açıklamalar
filter-by-editor = Editöre göre süz
all-editors = Tüm editörler
filter-by-tag = Etikete göre süz
all-tags = Tüm etiketler
table = Tablo
link-to-paragraph = { $number }. paragrafın bağlantısı
in-glossary = Sözlükçede
glossary-term = Sözlükçe: { $term }
detached-title = Metinde yeri bulunamayan notlar
detached-text = Bu notlarda alıntılanan sözler metinde bulunamadı; metin sonradan değişmiş olabilir.
deviations = Alınan metinden ayrılan yerler
received = alınan metinde:
not-received = alınan metinde yok
cite-article = Bu açıklamalı yazıya nasıl atıf yapılır
cite-file = Yazı ve tüm notlar (CSL-JSON)
article-before = Önceki
article-after = Sonraki
own-notes = Metnin kendi dipnotları
back-to-note = Metne dön, dipnot { $number }

## A note

back-to-passage = { $number } numaralı pasaja dön
on-article = yazının bütünüyle ilgili
on-title = başlıkla ilgili
on-figure = görselle ilgili
on-footnote = { $number }. dipnotla ilgili
retracted = Geri çekildi
withdrawn = Bu not geri çekildi.
draft = Taslak
reworded = Bu not yazıldıktan sonra ifade değişti
more = Devamı
why = Gerekçe
meaning = Anlamı
details = Ayrıntılar
claim = İddia
supports = destekliyor
contradicts = çelişiyor
context = bağlam
online = çevrim içi
archived-copy = arşiv kopyası
archived = arşiv: { $date }
read-whole = tamamı okundu
read-part = kısmen okundu
read-abstract = özeti okundu
read-cover = yalnızca kapağına bakıldı
corrected = Düzeltme, { $date }:
updated = güncelleme: { $date }
cite = Kaynak göster
full-check = Doğrulamanın tamamı
link = Bağlantı
copy-link = Bağlantıyı kopyala
copy-citation = Künyeyi kopyala
copy-format = { $format } olarak kopyala
link-copied = Bağlantı kopyalandı
citation-copied = Künye kopyalandı
format-copied = { $format } olarak kopyalandı
report-error = Hata bildir
report-subject = Hata bildirimi: { $note } · { $article }
report-question = Yanlış olan nedir ve bunu nereden biliyorsunuz?
embed = Yerleştir

## Fact checks

checks-lede = { $n ->
    [one] { $n } iddia: tek cümleyle, kaynakların söyledikleri ve metindeki yeriyle birlikte.
   *[other] { $n } iddia: her biri tek cümleyle, kaynakların söyledikleri ve metindeki yeriyle birlikte.
  }
the-checks = Doğrulamalar
checks-by-rating = Değerlendirmeye göre doğrulamalar
rating = Değerlendirme
claim-and-finding = İddia ve bulgu
passage = Metindeki yeri
detached = bulunamadı
the-scale = Değerlendirme ölçeği
read-in-article = Yazıda oku, { $place }
other-checks = Diğer doğrulamalar
check-before = Önceki
check-after = Sonraki

## Glossary, sources, timeline

glossary-lede = { $n ->
    [one] Metinden { $n } terim, kendi dilindeki adıyla.
   *[other] Metinden { $n } terim, kendi dillerindeki adlarıyla.
  }
also-called = diğer adları: { $names }
founded = Kuruluş tarihi
designations = Resmî sınıflandırma
status = Durum
status-as-of = Durum ({ $date })
used-in = Geçtiği yerler:
not-used = Metinde geçmiyor
and-more = ve { $n } yer daha
see = bkz.
with-sources = kaynaklar:
sources-lede = { $n ->
    [one] Açıklamalarda atıf yapılan { $n } eser, atıf yapıldığı not ve terimlerle birlikte.
   *[other] Açıklamalarda atıf yapılan { $n } eser, her biri atıf yapıldığı not ve terimlerle birlikte.
  }
reference-managers = Kaynakça programları için:
online-source = Çevrim içi
read-on = erişim tarihi: { $date }
quality-high = güvenilirliği yüksek
quality-medium = güvenilirliği orta
quality-low = güvenilirliği düşük
not-cited = atıf yapılmamış
cited-by = atıf yapılan yerler:
timeline-lede = Öncesinde ve sonrasında olanlar, tarih sırasıyla, ilgili notlarla birlikte.
timeline-figure = { $first } ile { $last } arasındaki olaylar; aynı olaylar aşağıdaki listede de yer alıyor
bears-on = ilgili notlar:

## Corrections

log = Düzeltme kayıtları
nothing-corrected = Henüz bir düzeltme yapılmadı.

## Search

look-in = Aranacak yer
in-text = Metin
in-notes = Notlar
in-terms = Terimler
in-sources = Kaynaklar
close = Kapat
nothing-found = Sonuç bulunamadı
search-results = { $n ->
    [one] { $n } sonuç
   *[other] { $n } sonuç
  }
search-failed = Arama yüklenemedi
more-results = Daha fazla sonuç
search-without-script = Arama için JavaScript gerekir. Aranan içerik şu sayfalarda da var:

## Feeds

feed-corrected = Düzeltme: { $name }
feed-changed = Değişiklik: { $name }
feed-of-layer = { $title }: { $layer }

## Exports

contents = İçindekiler
glossary-of = Sözlükçe – { $title }
notes-without-place = Metinde yeri bulunamayan notlar
on-passage = ilgili pasaj: “{ $passage }”
passage-gone = artık metinde yok: “{ $passage }”
claim-is = İddia:
corrected-on = Düzeltme, { $date }:
archived-at = Arşiv kopyası:
archived-on = Arşiv, { $date }
passage-is-gone = Artık metinde yok:
created = Oluşturuldu.
changed = Değiştirildi.
each-names-its-source = Her yazıda kendi kaynağı belirtilmiştir.
editor-of-commentary = açıklamalar
editor-of-note = not

## Translations beside the text

language-name = Türkçe
texts = Metin
side-by-side = Yan yana
original-text = { $language }, özgün metin
translation-into = Çeviri: { $language }
