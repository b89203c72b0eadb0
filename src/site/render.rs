//! Pages: a view and a theme → HTML.

use std::{io, sync::Arc};

use serde::Serialize;
use tera::{Context, ErrorKind, ReportError, Tera};

use crate::{
    diag::{Diagnostics, Place, Problem},
    edition::Shared,
    edition::theme::Theme,
    io::{LineColumn, SourceFile, Span},
    site::translate,
    site::view::{Page, Site, SourceEntry},
};

/// What each of Tera's reports begins with, where it has several: of filters,
/// components and templates that are not there, of blocks that no parent has.
const REPORT: &str = "error: ";

/// Bytes that a page with its commentary seldom exceeds.
const USUAL_LENGTH: usize = 128 * 1024;

/// No page has more bytes: a loop in a template that does not end for hours would fill the
/// memory long before. The longest article by default is a sixteenth of it.
const MAX_LENGTH: usize = 256 << 20;

/// A theme's templates, ready to render.
pub(super) struct Renderer {
    tera: Tera,
    theme: Arc<Theme>,
}

impl Renderer {
    /// Prepares the templates, or reports what is wrong with one.
    #[must_use]
    pub(super) fn new(shared: &Shared, site: &Site, diagnostics: &Diagnostics) -> Option<Self> {
        let theme = shared.theme();
        let mut tera = Tera::new();
        tera.autoescape_on([".html"]);
        translate::register(&mut tera, shared);
        tera.global_context().insert("site", site);
        let templates = theme.templates.iter().map(|(name, file)| (name, file.body()));
        let added = tera.add_raw_templates(templates);
        let renderer = Self { tera, theme: theme.clone() };
        match added {
            Ok(()) => Some(renderer),
            Err(error) => {
                renderer.report(&error, "", diagnostics);
                None
            }
        }
    }

    /// Renders a page, its view under `name`, and returns its bytes, which are UTF-8;
    /// reports a template that fails.
    #[must_use]
    pub(super) fn page<V: Serialize>(
        &self,
        template: &str,
        page: &Page,
        (name, view): (&'static str, &V),
        diagnostics: &Diagnostics,
    ) -> Option<Vec<u8>> {
        let mut context = Context::new();
        context.insert("page", page);
        context.insert(name, view);
        let mut html = Bounded { bytes: Vec::with_capacity(USUAL_LENGTH), limit: MAX_LENGTH };
        match self.tera.render_to(template, &context, &mut html) {
            Ok(()) => return Some(html.bytes),
            Err(_) if html.limit == 0 => {
                let message = format!("it writes more than {} MB for one page", MAX_LENGTH >> 20);
                diagnostics.report(Problem::Template { message }, self.file(template));
            }
            Err(error) => self.report(&error, template, diagnostics),
        }
        None
    }

    /// Renders one entry of the bibliography.
    #[must_use]
    pub(super) fn source_entry(
        &self,
        source: &SourceEntry,
        diagnostics: &Diagnostics,
    ) -> Option<String> {
        let mut context = Context::new();
        context.insert("source", source);
        match self.tera.render_component("source_entry", &context, None, true) {
            Ok(html) => Some(html),
            Err(error) => {
                self.report(&error, "sources.html", diagnostics);
                None
            }
        }
    }

    fn report(&self, error: &tera::Error, template: &str, diagnostics: &Diagnostics) {
        let (message, place) = match error.kind() {
            ErrorKind::Msg(reports) if reports.starts_with(REPORT) => {
                return self.report_each(reports, diagnostics);
            }
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                (report.message().to_owned(), self.place(report))
            }
            ErrorKind::CircularExtend { tpl, inheritance_chain } => {
                let chain = inheritance_chain.join(" → ");
                (format!("templates extend each other: {tpl} → {chain}"), self.file(tpl))
            }
            ErrorKind::CircularInclude { tpl, include_chain } => {
                let chain = include_chain.join(" → ");
                (format!("templates include each other: {chain}"), self.file(tpl))
            }
            ErrorKind::MissingParent { current, parent } => {
                let message = format!("there is no template `{parent}`, which this one extends");
                (message, self.file(current))
            }
            _ => (error.to_string(), self.file(template)),
        };
        let message = message.lines().next().unwrap_or_default().to_owned();
        diagnostics.report(Problem::Template { message }, place);
    }

    /// Reports what Tera prints as for a terminal, `error: …` above
    /// `--> template:line:column`, each on its own.
    fn report_each(&self, reports: &str, diagnostics: &Diagnostics) {
        let mut lines = reports.lines();
        while let Some(line) = lines.next() {
            let Some(message) = line.strip_prefix(REPORT) else { continue };
            let at = lines.next().and_then(|line| line.trim_start().strip_prefix("--> "));
            let mut letters = message.chars();
            let first = letters.next().map(|first| first.to_ascii_lowercase());
            let message = first.into_iter().chain(letters).collect();
            diagnostics.report(Problem::Template { message }, self.place_at(at.unwrap_or("")));
        }
    }

    /// Returns the place that `template:line:column` names.
    fn place_at(&self, at: &str) -> Place {
        let mut parts = at.rsplitn(3, ':');
        let column = parts.next().and_then(|column| column.parse().ok());
        let line = parts.next().and_then(|line| line.parse().ok());
        let template = parts.next().unwrap_or("");
        match (self.theme.templates.get(template), line, column) {
            (Some(file), Some(line), Some(column)) => {
                let start = file.byte_at(LineColumn { line, column });
                Place::new(file, Span::new(start..start))
            }
            _ => self.file(template),
        }
    }

    fn place(&self, report: &ReportError) -> Place {
        match self.theme.templates.get(report.filename()) {
            Some(file) => {
                let range = &report.span().range;
                let start = file.start();
                let end = file.text.len();
                let span = (start + range.start).min(end)..(start + range.end).min(end);
                Place::new(file, Span::new(span))
            }
            None => self.file(report.filename()),
        }
    }

    fn file(&self, template: &str) -> Place {
        let first = |file: &SourceFile| Place::new(file, Span::new(file.start()..file.start()));
        match self.theme.templates.get(template) {
            Some(file) => first(file),
            None => Place::file(&format!("themes/…/templates/{template}")),
        }
    }
}

/// Takes so many bytes, and refuses more.
struct Bounded {
    bytes: Vec<u8>,
    /// How many more may come; 0 once too many came.
    limit: usize,
}

impl io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.limit = self.limit.saturating_sub(bytes.len());
        if self.limit == 0 {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
