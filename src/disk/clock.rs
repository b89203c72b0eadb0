//! What day it is.

use std::time::SystemTime;

use crate::model::Date;

/// Returns the day, in UTC: the same for everyone who works on an edition.
#[must_use]
pub fn today() -> Date {
    day_of(SystemTime::now())
}

/// Returns the day of a moment: the first of 1970 or the last of 9999, if it lies beyond.
fn day_of(moment: SystemTime) -> Date {
    let since = moment.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Date::after_1970(since.as_secs() / (24 * 60 * 60))
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
        assert_eq!(at(951_782_400), "2000-02-29");
        assert_eq!(at(300_000_000_000), "9999-12-31");
        let before = SystemTime::UNIX_EPOCH - Duration::from_secs(1);
        assert_eq!(day_of(before).to_string(), "1970-01-01");
    }
}
