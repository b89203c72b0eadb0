//! Dates as people write them in their language, by CLDR, as far as they are known.

use std::{cell::RefCell, collections::HashMap, rc::Rc};

use icu_calendar::{Date, Gregorian};
use icu_datetime::{
    DateTimeFormatterPreferences, FixedCalendarDateTimeFormatter,
    fieldsets::{Y, YM, YMD},
};
use icu_locale::Locale;

/// How a language writes days, months and years of the Gregorian calendar.
struct Formatters {
    day: FixedCalendarDateTimeFormatter<Gregorian, YMD>,
    month: FixedCalendarDateTimeFormatter<Gregorian, YM>,
    year: FixedCalendarDateTimeFormatter<Gregorian, Y>,
}

impl Formatters {
    fn new(language: &str) -> Option<Self> {
        // English that names no country is the world's, in which the day comes first.
        let language = if language == "en" { "en-001" } else { language };
        let locale: Locale = language.parse().ok()?;
        let preferences: DateTimeFormatterPreferences = (&locale).into();
        Some(Self {
            day: FixedCalendarDateTimeFormatter::try_new(preferences, YMD::long()).ok()?,
            month: FixedCalendarDateTimeFormatter::try_new(preferences, YM::long()).ok()?,
            year: FixedCalendarDateTimeFormatter::try_new(preferences, Y::long()).ok()?,
        })
    }
}

/// Returns a date in a language (BCP 47): a day, a month or a year. `None` if it is on no
/// calendar, or the language is not one.
#[must_use]
pub fn date_text(year: i16, month: Option<i8>, day: Option<i8>, language: &str) -> Option<String> {
    thread_local! {
        /// By language: making them takes far longer than writing a date.
        static KNOWN: RefCell<HashMap<String, Option<Rc<Formatters>>>> = RefCell::default();
    }
    let formatters = KNOWN.with_borrow_mut(|known| {
        if !known.contains_key(language) {
            known.insert(language.to_owned(), Formatters::new(language).map(Rc::new));
        }
        known[language].clone()
    })?;
    let number = |part: Option<i8>| u8::try_from(part.unwrap_or(1)).ok();
    let of_month = day.filter(|_| month.is_some());
    let date = Date::try_new_gregorian(year.into(), number(month)?, number(of_month)?).ok()?;
    Some(match (month, day) {
        (Some(_), Some(_)) => formatters.day.format(&date).to_string(),
        (Some(_), None) => formatters.month.format(&date).to_string(),
        (None, _) => formatters.year.format(&date).to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_people_write_them() {
        let check = |language, day: &str, month: &str, year: &str| {
            let text = |month, day| date_text(2019, month, day, language);
            let written = [text(Some(2), Some(9)), text(Some(2), None), text(None, None)];
            assert_eq!(written, [day, month, year].map(|it| Some(it.to_owned())), "{language}");
        };
        check("en", "9 February 2019", "February 2019", "2019");
        check("en-US", "February 9, 2019", "February 2019", "2019");
        check("de", "9. Februar 2019", "Februar 2019", "2019");
        check("fr", "9 février 2019", "février 2019", "2019");
        check("ar", "9 فبراير 2019", "فبراير 2019", "2019");
        check("ja", "2019年2月9日", "2019年2月", "2019年");
        check("ru", "9 февраля 2019\u{202f}г.", "февраль 2019\u{202f}г.", "2019");
    }
}
