//! Dates as editors know them: a day, a month or a year.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use serde_yaml::Value;

use super::{
    decode::{At, Locator, Written},
    describe::schema,
};
use crate::{diag::Problem, text::dates::date_text};

/// A date of ISO 8601, whose day, or month and day, may be unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Date {
    /// The year.
    pub year: i16,
    /// The month, 1–12, if known.
    pub month: Option<i8>,
    /// The day of the month, if known; never without a month.
    pub day: Option<i8>,
}

/// Not a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotADate;

impl FromStr for Date {
    type Err = NotADate;

    /// Reads `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; the date must exist.
    fn from_str(text: &str) -> Result<Self, NotADate> {
        let mut parts = text.split('-');
        let mut next = |width: usize| match parts.next() {
            None => Ok(None),
            Some(part) if part.len() == width && part.bytes().all(|b| b.is_ascii_digit()) => {
                part.parse::<i16>().map(Some).map_err(|_| NotADate)
            }
            Some(_) => Err(NotADate),
        };
        let year = next(4)?.ok_or(NotADate)?;
        let month = next(2)?.map(|month| month as i8);
        let day = next(2)?.map(|day| day as i8);
        if parts.next().is_some() {
            return Err(NotADate);
        }
        let is_month = (1..=12).contains(&month.unwrap_or(1));
        let is_day = (1..=days_in(year, month.unwrap_or(1))).contains(&day.unwrap_or(1));
        if is_month && is_day { Ok(Self { year, month, day }) } else { Err(NotADate) }
    }
}

/// Returns how many days a month, 1–12, has.
const fn days_in(year: i16, month: i8) -> i8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

impl fmt::Display for Date {
    /// Writes what is known, as in ISO 8601.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        for part in [self.month, self.day].into_iter().flatten() {
            write!(f, "-{part:02}")?;
        }
        Ok(())
    }
}

impl Written for Date {
    type Value = Self;

    fn decode(value: &Value, at: &At<'_>) -> Option<Self> {
        let value = Locator::decode(value, at)?;
        value.parse().ok().or_else(|| at.refuse(Problem::InvalidDate { value }))
    }
}

schema!(Date, "Date", |_| {
    "description": "YYYY-MM-DD, YYYY-MM or YYYY.",
    "anyOf": [
        { "type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$" },
        { "type": "integer", "format": "uint16", "minimum": 0, "maximum": 65535 },
    ],
});

impl Date {
    /// Returns the day that is so many days after 1 January 1970, or the last one of 9999.
    #[must_use]
    pub fn after_1970(mut n_days: u64) -> Self {
        let (mut year, mut month) = (1970, 1);
        while (year, month) < (9999, 12) && n_days >= days_in(year, month) as u64 {
            n_days -= days_in(year, month) as u64;
            (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        }
        let day = n_days.min(30) as i8 + 1;
        Self { year, month: Some(month), day: Some(day) }
    }

    /// Returns the date as text of a language (BCP 47) writes it: “9 February 2019” in English.
    /// Of a language that is none, ISO 8601.
    #[must_use]
    pub fn in_language(&self, language: &str) -> String {
        date_text(self.year, self.month, self.day, language).unwrap_or_else(|| self.to_string())
    }

    /// Returns the first moment of the date in UTC, as RFC 3339 and XML Schema write it.
    ///
    /// For formats that know no days: an editor gives a day, and nothing asks a clock.
    #[must_use]
    pub fn first_moment(self) -> String {
        let (month, day) = (self.month.unwrap_or(1), self.day.unwrap_or(1));
        format!("{:04}-{month:02}-{day:02}T00:00:00Z", self.year)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let english = text.parse::<Date>().ok().map(|date| date.in_language("en"));
        assert_eq!(english.as_deref(), expected, "{text}");
    }

    #[test]
    fn days_months_and_years_are_dates() {
        check("2019-02-09", Some("9 February 2019"));
        check("2019-02", Some("February 2019"));
        check("2019", Some("2019"));
    }

    #[test]
    fn what_is_on_no_calendar_is_no_date() {
        for text in ["2019-02-29", "1900-02-29", "2019-04-31", "2019-00", "2019-01-00"] {
            check(text, None);
        }
        for text in ["2019-13", "19", "2019-2-9", "2019-02-09-01", "", "soon"] {
            check(text, None);
        }
    }

    #[test]
    fn a_date_prints_as_it_was_read() {
        for text in ["2019-02-09", "2019-02", "0987"] {
            assert_eq!(text.parse::<Date>().unwrap().to_string(), text);
        }
    }
}
