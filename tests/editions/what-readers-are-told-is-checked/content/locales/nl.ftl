search = Suche
back-to-passage = Terug { $number }
page-of = Seite { $nummer }
fact-check = Prüfung { $number }
of-our-own = { $anything }
