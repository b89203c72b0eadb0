search = Suche
fact-check = Prüfung { $number }
glossary = { $
