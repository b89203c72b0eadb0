//! Times of a recording, as texts write them.

use serde::{Deserialize, Serialize};

/// A time of a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Moment {
    /// Milliseconds from the beginning.
    pub milliseconds: u64,
}

impl Moment {
    /// Reads `12:34`, `00:12:34` or `1:02:03.5`; `None` if it is no time, and nothing in it if
    /// its minutes or seconds are more than there can be.
    pub(super) fn parse(text: &str) -> Option<Option<Self>> {
        let (clock, fraction) = text.split_once(['.', ',']).unwrap_or((text, "0"));
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if !matches!(fraction.len(), 1..=3) || !is_number(fraction) {
            return None;
        }
        let (rest, seconds) = clock.rsplit_once(':')?;
        let (hours, minutes) = rest.rsplit_once(':').unwrap_or(("0", rest));
        let is_clock = matches!(hours.len(), 1..=3)
            && (minutes.len() == 2 || minutes.len() == 1 && rest == minutes)
            && seconds.len() == 2;
        if !is_clock || ![hours, minutes, seconds].into_iter().all(is_number) {
            return None;
        }
        let number = |text: &str| text.parse().unwrap_or(0_u64);
        let (hours, minutes, seconds) = (number(hours), number(minutes), number(seconds));
        if minutes >= 60 || seconds >= 60 {
            return Some(None);
        }
        let milliseconds = number(&format!("{fraction:0<3}"));
        let seconds = (hours * 60 + minutes) * 60 + seconds;
        Some(Some(Self { milliseconds: seconds * 1000 + milliseconds }))
    }

    /// Returns it in seconds, as addresses of recordings have it: `754`, `3723.5`.
    #[must_use]
    pub fn seconds(self) -> String {
        let (whole, rest) = (self.milliseconds / 1000, self.milliseconds % 1000);
        match rest {
            0 => whole.to_string(),
            _ => format!("{whole}.{rest:03}").trim_end_matches('0').to_owned(),
        }
    }

    /// Returns it as a clock shows it: `12:34`, `1:02:03`.
    #[must_use]
    pub fn clock(self) -> String {
        let seconds = self.milliseconds / 1000;
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        match hours {
            0 => format!("{minutes}:{seconds:02}"),
            _ => format!("{hours}:{minutes:02}:{seconds:02}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_clock_shows_is_no_time() {
        let parse = |text| Moment::parse(text).map(|moment| moment.map(Moment::seconds));
        assert_eq!(parse("1:02:03.5"), Some(Some("3723.5".to_owned())));
        assert_eq!(parse("00:00:01,250"), Some(Some("1.25".to_owned())));
        assert_eq!(parse("12:75"), Some(None));
        for text in ["12:3", "1:2:03", "12", "a:bc", "12:34 ", "12:34."] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
