//! What a careful editor asks of the commentary.
//!
//! Everything here is a warning that an entry may allow, with a reason. Pure
//! functions return what they find with the field that it is about; whoever
//! knows the place reports it.

use crate::{
    diag::{MAX_CLAIM, Problem},
    model::{
        Allow, Annotation, Citation, Date, Event, Extent, Kind, Quality, Rating, Source, Stance,
        Status, Term, is_allowed, source_by_key,
    },
};

/// Something to ask about, and the field of the entry that it is about.
pub(super) type Question = (&'static str, Problem);

/// What the questions are asked against.
#[derive(Clone, Copy)]
pub(super) struct Questions<'a> {
    /// The bibliography, by key.
    pub(super) sources: &'a [Source],
    /// The rating scale.
    pub(super) ratings: &'a [Rating],
    /// The day of the check; without it no date is in the future.
    pub(super) today: Option<Date>,
}

impl Questions<'_> {
    /// Asks about an annotation.
    pub(super) fn annotation(&self, annotation: &Annotation) -> Vec<Question> {
        let mut questions = Vec::new();
        let mut keys: Vec<&str> =
            annotation.sources.iter().map(|cited| cited.key.as_str()).collect();
        keys.sort_unstable();
        keys.dedup();
        let is_retracted = annotation.status == Status::Retracted;
        if annotation.kind == Kind::FactCheck && keys.len() == 1 && !is_retracted {
            questions.push(("sources", Problem::SingleSource));
        }
        if !is_retracted {
            questions.extend(self.quality(&keys));
        }
        if !is_retracted {
            questions.extend(unquoted(annotation));
            questions.extend(self.reading(annotation));
        }
        let n_chars = annotation.claim.as_ref().map_or(0, |claim| claim.trim().chars().count());
        if n_chars > MAX_CLAIM {
            questions.push(("claim", Problem::LongClaim { n_chars }));
        }
        let dates = [("created", annotation.created), ("updated", annotation.updated)];
        questions.extend(dates.into_iter().filter_map(|(field, date)| self.future(field, date)));
        let corrected = annotation.corrections.iter().map(|correction| Some(correction.date));
        questions.extend(corrected.filter_map(|date| self.future("corrections", date)));
        keep(questions, &annotation.allow)
    }

    /// Asks about a work; `is_cited` says whether anything cites it.
    pub(super) fn source(&self, source: &Source, is_cited: bool) -> Vec<Question> {
        let key = || source.key().to_owned();
        let entry = &source.entry;
        let mut questions = Vec::new();
        if !is_cited {
            questions.push(("", Problem::UnusedSource { key: key() }));
        }
        if entry.title().is_none() {
            questions.push(("", Problem::SourceTitle { key: key() }));
        }
        if entry.date_any().is_none() {
            questions.push(("", Problem::SourceDate { key: key() }));
        }
        let has_publisher = entry.publisher().is_some()
            || entry.organization().is_some()
            || entry
                .parents()
                .iter()
                .any(|parent| parent.title().is_some() || parent.publisher().is_some());
        if !has_publisher {
            questions.push(("", Problem::SourcePublisher { key: key() }));
        }
        let archived = source.archived.as_ref().and_then(|copy| copy.date);
        questions.extend(self.future("archived", archived));
        let read = |date: &hayagriva::types::Date| crate::cite::format_date(*date).parse().ok();
        questions.extend(self.future("date", entry.date().and_then(read)));
        let visited = entry.url().and_then(|url| url.visit_date.as_ref()).and_then(read);
        questions.extend(self.future("url", visited));
        keep(questions, &source.allow)
    }

    /// Asks about a term; `is_used` says whether an article uses it.
    pub(super) fn term(&self, term: &Term, is_used: bool) -> Vec<Question> {
        let mut questions = Vec::new();
        if !is_used && !term.term.is_empty() {
            questions.push(("term", Problem::UnusedTerm { term: term.term.clone() }));
        }
        let keys: Vec<&str> = term.sources.iter().map(|cited| cited.key.as_str()).collect();
        questions.extend(self.quality(&keys));
        questions.extend(self.future("status_as_of", term.status_as_of));
        keep(questions, &term.allow)
    }

    /// Asks about an event of the timeline.
    pub(super) fn event(&self, event: &Event) -> Vec<Question> {
        let keys: Vec<&str> = event.sources.iter().map(|cited| cited.key.as_str()).collect();
        let mut questions: Vec<Question> = self.quality(&keys).into_iter().collect();
        questions.extend(self.future("date", Some(event.date)));
        keep(questions, &event.allow)
    }

    /// Asks about sources none of which is better than low.
    fn quality(&self, keys: &[&str]) -> Option<Question> {
        let is_low = |key: &&str| {
            source_by_key(self.sources, key)
                .is_some_and(|source| source.quality == Some(Quality::Low))
        };
        (!keys.is_empty() && keys.iter().all(is_low)).then_some(("sources", Problem::LowQuality))
    }

    /// Asks about a rating that needs more than was read of any source on it.
    fn reading(&self, annotation: &Annotation) -> Option<Question> {
        let id = annotation.rating.as_ref()?;
        let rating = self.ratings.iter().find(|rating| rating.id == *id)?;
        // A source that does not say how it was read is taken to be known.
        let read = |cited: &Citation| {
            source_by_key(self.sources, &cited.key)?.read.or(Some(Extent::Whole))
        };
        let on_it = annotation.sources.iter().filter(|cited| cited.stance != Some(Stance::Context));
        let read = on_it.filter_map(read).max()?;
        let (read, needed) =
            (read < rating.read).then_some((read.as_str(), rating.read.as_str()))?;
        Some(("rating", Problem::ReadInPart { rating: rating.label.clone(), read, needed }))
    }

    fn future(&self, field: &'static str, date: Option<Date>) -> Option<Question> {
        let (date, today) = (date?, self.today?);
        // A month or a year that has begun is not in the future.
        let is_future = (date.year, date.month.unwrap_or(1), date.day.unwrap_or(1))
            > (today.year, today.month.unwrap_or(12), today.day.unwrap_or(31));
        is_future.then(|| (field, Problem::FutureDate { date: date.to_string() }))
    }
}

/// Asks about sources that agree or disagree and whose words are not given.
fn unquoted(annotation: &Annotation) -> Option<Question> {
    let sides = [Some(Stance::Supports), Some(Stance::Contradicts)];
    let without = |cited: &&Citation| sides.contains(&cited.stance) && cited.quote.is_none();
    let keys: Vec<&str> =
        annotation.sources.iter().filter(without).map(|cited| cited.key.as_str()).collect();
    (!keys.is_empty()).then(|| ("sources", Problem::StanceQuote { keys: keys.join(", ") }))
}

fn keep(mut questions: Vec<Question>, allow: &[Allow]) -> Vec<Question> {
    questions.retain(|(_, problem)| !is_allowed(allow, problem.code()));
    questions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_that_has_begun_is_not_in_the_future() {
        let today = "2026-11-22".parse().ok();
        let conscience = Questions { sources: &[], ratings: &[], today };
        let is_future = |date: &str| {
            let date = date.parse().expect("a date of the test");
            conscience.future("date", Some(date)).is_some()
        };
        assert!(!is_future("2026-11-22") && !is_future("2026-11") && !is_future("2026"));
        assert!(is_future("2026-11-23") && is_future("2026-12") && is_future("2027"));
    }
}
