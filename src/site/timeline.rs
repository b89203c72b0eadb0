//! The figure of the timeline: an inline SVG made at build time.
//!
//! Dots stand where their dates do on a line of years; those that would touch
//! stand above each other. Each dot is a link to its event in the list, which
//! says everything that the figure shows.

use crate::{model::Date, text::html};

/// An event as far as the figure shows it.
#[derive(Debug, Clone)]
pub(super) struct Dot<'a> {
    /// The fragment of its entry in the list.
    pub id: &'a str,
    /// When it was.
    pub date: Date,
    /// What it is called: date and event.
    pub name: String,
    /// Whether an article of the edition appeared then.
    pub is_article: bool,
}

/// Units of the drawing; a dot is two radii wide, with room to point at it.
const WIDTH: f64 = 1000.0;
const MARGIN: f64 = 24.0;
const RADIUS: f64 = 6.0;
const LANE: f64 = 20.0;
/// Room for the names of the years below the line.
const FOOT: f64 = 34.0;

/// Returns the figure; nothing for fewer than two events. `name` tells its first and last year.
#[must_use]
pub(super) fn figure(dots: &[Dot<'_>], name: impl Fn(i16, i16) -> String) -> String {
    let (Some(first), Some(last)) =
        (dots.iter().map(|dot| dot.date.year).min(), dots.iter().map(|dot| dot.date.year).max())
    else {
        return String::new();
    };
    if dots.len() < 2 {
        return String::new();
    }
    let scale = Scale { first, n_years: f64::from(last - first + 1) };
    let lanes = lanes(dots, scale);
    let n_lanes = lanes.iter().max().map_or(1, |lane| lane + 1);
    let line = n_lanes as f64 * LANE + RADIUS;
    let height = line + FOOT;
    let mut svg = format!(
        "<svg class=\"timeline-figure\" viewBox=\"0 0 {WIDTH} {height}\" role=\"group\" \
         aria-label=\"{}\">\n",
        html::attribute(&name(first, last))
    );
    svg.push_str(&axis(scale, (first, last), line));
    for (dot, lane) in dots.iter().zip(&lanes) {
        let (x, y) = (scale.x(dot.date), line - (*lane as f64 + 0.5) * LANE);
        svg.push_str(&mark(dot, x, y, line));
    }
    svg.push_str("</svg>\n");
    svg
}

/// Where dates stand on the line of years.
#[derive(Clone, Copy)]
struct Scale {
    first: i16,
    n_years: f64,
}

impl Scale {
    /// Returns the place of a year, in units.
    fn year(self, year: f64) -> f64 {
        MARGIN + (year - f64::from(self.first)) / self.n_years * (WIDTH - 2.0 * MARGIN)
    }

    /// Returns the place of a date; the middle of what is not known more exactly.
    fn x(self, date: Date) -> f64 {
        let month = date.month.map_or(6.0, |month| f64::from(month) - 1.0);
        let day = match (date.month, date.day) {
            (Some(_), Some(day)) => (f64::from(day) - 1.0) / 31.0,
            (Some(_), None) => 0.5,
            (None, _) => 0.0,
        };
        self.year(f64::from(date.year) + (month + day) / 12.0)
    }
}

/// Gives each dot the lowest lane in which it touches no other.
fn lanes(dots: &[Dot<'_>], scale: Scale) -> Vec<usize> {
    let mut ends: Vec<f64> = Vec::new();
    dots.iter()
        .map(|dot| {
            let x = scale.x(dot.date);
            let free = ends.iter().position(|end| *end <= x - RADIUS * 2.0 - 4.0);
            let lane = free.unwrap_or(ends.len());
            if lane == ends.len() {
                ends.push(x);
            } else {
                ends[lane] = x;
            }
            lane
        })
        .collect()
}

fn axis(scale: Scale, (first, last): (i16, i16), line: f64) -> String {
    let end = WIDTH - MARGIN;
    let mut svg = format!("<path class=\"axis\" d=\"M{MARGIN} {line:.1}H{end}\"/>\n");
    // Names of all years fit up to twenty; beyond, every fifth.
    let step = if last - first > 20 { 5 } else { 1 };
    for year in first..=last {
        let x = scale.year(f64::from(year));
        svg.push_str(&format!("<path class=\"tick\" d=\"M{x:.1} {line:.1}v6\"/>"));
        if (year - first) % step == 0 {
            let middle = (x + scale.year(f64::from(year) + 1.0)) / 2.0;
            let y = line + 22.0;
            svg.push_str(&format!("<text x=\"{middle:.1}\" y=\"{y:.1}\">{year}</text>"));
        }
        svg.push('\n');
    }
    svg
}

fn mark(dot: &Dot<'_>, x: f64, y: f64, line: f64) -> String {
    let name = html::attribute(&dot.name);
    let shape = if dot.is_article {
        format!("<path class=\"article\" d=\"M{x:.1} {line:.1}V0\"/>")
    } else {
        String::new()
    };
    format!(
        "<a href=\"#{id}\" aria-label=\"{name}\"><title>{title}</title>{shape}\
         <circle{class} cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{RADIUS}\"/></a>\n",
        id = dot.id,
        title = html::text(&dot.name),
        class = if dot.is_article { " class=\"article\"" } else { "" },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dot<'a>(id: &'a str, date: &str) -> Dot<'a> {
        let date = date.parse().expect("a date of the test");
        Dot { id, date, name: format!("{id} <&>"), is_article: false }
    }

    #[test]
    fn events_of_one_day_stand_above_each_other() {
        let dots = [dot("a", "2019-02-09"), dot("b", "2019-02-09"), dot("c", "2020")];
        let scale = Scale { first: 2019, n_years: 2.0 };
        assert_eq!(lanes(&dots, scale), [0, 1, 0]);
    }

    #[test]
    fn every_event_is_a_link_and_its_name_stays_text() {
        let svg = figure(&[dot("a", "2019-02-09"), dot("b", "2020-02")], |first, last| {
            format!("{first} to {last}")
        });
        assert!(svg.contains("href=\"#a\"") && svg.contains("href=\"#b\""));
        assert!(svg.contains("a &lt;&amp;&gt;"));
    }

    #[test]
    fn one_event_is_no_figure() {
        assert_eq!(figure(&[dot("a", "2019")], |_, _| String::new()), "");
    }
}
