search = Suche
page-of = Seite { $nummer }
fact-check = Prüfung { $number }
of-our-own = { $anything }
