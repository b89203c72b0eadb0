//! What day it is.

use crate::model::Date;

/// Returns the day, in UTC: the same for everyone who works on an edition.
#[must_use]
pub fn today() -> Date {
    let day = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    Date { year: day.year(), month: Some(day.month()), day: Some(day.day()) }
}
