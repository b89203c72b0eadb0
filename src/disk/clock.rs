//! What day it is.

use std::time::SystemTime;

use jiff::{Timestamp, tz::TimeZone};

use crate::model::Date;

/// Returns the day, in UTC: the same for everyone who works on an edition.
#[must_use]
pub fn today() -> Date {
    day_of(SystemTime::now())
}

/// Returns the day of a moment: the last one that there is, if it lies beyond.
fn day_of(moment: SystemTime) -> Date {
    let moment = Timestamp::try_from(moment).unwrap_or(Timestamp::MAX);
    let day = moment.to_zoned(TimeZone::UTC).date();
    Date { year: day.year(), month: Some(day.month()), day: Some(day.day()) }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_clock_that_is_wrong_names_a_day() {
        let at =
            |seconds| day_of(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)).to_string();
        assert_eq!(at(1_800_000_000), "2027-01-15");
        assert!(at(300_000_000_000).starts_with("9999-12-"));
    }
}
