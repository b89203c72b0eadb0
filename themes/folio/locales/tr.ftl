# What readers are told, in Turkish: see en.ftl for what each message is.

## The frame of every page

skip-to-text = Metne geç
main-menu = Ana menü
search = Arama
dark = Koyu
feed-title = { $title }: yeni ve düzeltilmiş notlar
licensed = Yorumun lisansı: { $license }
made-with = Hazırlayan program: { $generator }
comma = ,{" "}
semicolon = ;{" "}

## Pages and lists

timeline = Zaman çizelgesi
glossary = Sözlükçe
sources = Kaynaklar
all-pages = Tüm sayfalar
not-found = Sayfa bulunamadı
not-found-text = Bu adreste bir şey yok. Sayfa taşınmış ya da bağlantıda hata olabilir.
to-front-page = Ana sayfaya
pages = Sayfalar
previous = Önceki
next = Sonraki
page-of = Sayfa { $number } / { $total }
annotations-file = Açıklamalar
glossary-file = SKOS olarak sözlükçe
sources-bibtex = BibTeX olarak kaynaklar
sources-csl = CSL-JSON olarak kaynaklar

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
paragraph = ¶ { $number }
paragraph-name = Paragraf { $number }
footnote = dipnot { $number }

## The front page

annotated-edition = Açıklamalı yayın
read-article = Yazıyı oku
see-checks = Doğrulamalara git
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
strip-title = Bir bakışta metin
notes-by-rating = Değerlendirmeye göre notlar
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
notes-on-passages = { $n ->
    [one] altı çizili bölümlere { $n } not
   *[other] altı çizili bölümlere { $n } not
  }
and-without-passage = metinde yeri olmayan { $n } not
notes-without-passage = { $n ->
    [one] metinde yeri olmayan { $n } not
   *[other] metinde yeri olmayan { $n } not
  }
overview = Bir bakışta yorum
skip-strip = Şemayı atla
strip-name = { $n ->
    [one] metin sırasıyla açıklamalı { $n } bölüm
   *[other] metin sırasıyla açıklamalı { $n } bölüm
  }
layers = Gösterilen katmanlar
commentary = Yorum
table = Tablo
link-to-paragraph = { $number } numaralı paragrafın bağlantısı
in-glossary = Sözlükçede
glossary-term = Sözlükçe: { $term }
detached-title = Metinde yeri olmayan notlar
detached-text = Bu notların alıntıladığı sözler metinde yok; notlar yazıldıktan sonra metin değişmiş olabilir.
cite-article = Bu açıklamalı yazıya atıf
cite-file = CSL-JSON olarak yazı ve tüm notları
own-notes = Metnin kendi dipnotları
back-to-note = Metne dön, dipnot { $number }

## A note

back-to-passage = { $number } numaralı bölüme dön
retracted = Geri çekildi
withdrawn = Bu not geri çekildi.
draft = Taslak
reworded = Bu not yazıldıktan sonra metnin sözleri değişti
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
read-part = bir bölümü okundu
read-abstract = özeti okundu
read-cover = yalnızca künyesi okundu
corrected = Düzeltme, { $date }:
updated = güncelleme: { $date }
cite = Atıf
full-check = Doğrulamanın tamamı
link = Bağlantı
copy-link = Bağlantıyı kopyala
copy-citation = Atfı kopyala
copy-format = { $format } kopyala
link-copied = Bağlantı kopyalandı
citation-copied = Atıf kopyalandı
format-copied = { $format } kopyalandı

## Fact checks

checks-lede = { $n ->
    [one] { $n } iddia: tek cümleyle, kaynakların söyledikleri ve metindeki yeriyle.
   *[other] { $n } iddia: her biri tek cümleyle, kaynakların söyledikleri ve metindeki yeriyle.
  }
the-checks = Doğrulamalar
checks-by-rating = Değerlendirmeye göre doğrulamalar
rating = Değerlendirme
claim-and-finding = İddia ve bulgu
passage = Bölüm
detached = metinde yeri yok
the-scale = Değerlendirme ölçeği
read-in-article = Yazıda oku, ¶ { $number }
other-checks = Diğer doğrulamalar
check-before = Önceki
check-after = Sonraki

## Glossary, sources, timeline

glossary-lede = { $n ->
    [one] metinden { $n } terim, kendi dilindeki adıyla.
   *[other] metinden { $n } terim, kendi dillerindeki adlarıyla.
  }
also-called = diğer adları: { $names }
founded = Kuruluş
designations = Sınıflandırmalar
status = Durum
status-as-of = Durum, { $date }
used-in = Geçtiği yerler:
not-used = Metinde geçmiyor
and-more = ve { $n } yer daha
see = bkz.
with-sources = kaynaklar:
sources-lede = { $n ->
    [one] yorumda atıf yapılan { $n } eser, ona atıf yapan not ve terimlerle.
   *[other] yorumda atıf yapılan { $n } eser, her biri ona atıf yapan not ve terimlerle.
  }
reference-managers = Kaynakça programları için:
online-source = Çevrim içi
read-on = okundu: { $date }
quality-high = güvenilirliği yüksek
quality-medium = güvenilirliği orta
quality-low = güvenilirliği düşük
not-cited = atıf yapılmamış
cited-by = atıf yapanlar:
timeline-lede = Öncesinde ve sonrasında olanlar, tarih sırasıyla, ilgili olduğu notlarla.
timeline-figure = { $first } ile { $last } arasındaki olaylar; aşağıdaki liste aynısını söyler
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
search-failed = Arama yüklenemiyor
more-results = Daha fazla sonuç
search-without-script = Arama için JavaScript gerekir. Aranan içerik şu sayfalarda da var:

## Feeds

feed-corrected = Düzeltildi: { $name }
feed-changed = Değiştirildi: { $name }
feed-of-layer = { $title }: { $layer }

## Exports

contents = İçindekiler
glossary-of = Sözlükçe – { $title }
notes-without-place = Metinde yeri olmayan notlar
on-passage = ilgili bölüm: “{ $passage }”
passage-gone = artık metinde yok: “{ $passage }”
claim-is = İddia:
corrected-on = Düzeltme, { $date }:
archived-at = Arşiv:
archived-on = Arşiv, { $date }
passage-is-gone = Artık metinde yok:
created = Oluşturuldu.
changed = Değiştirildi.
each-names-its-source = Her yazı kendi kaynağını belirtir.
editor-of-commentary = yorum
editor-of-note = notu yazan
