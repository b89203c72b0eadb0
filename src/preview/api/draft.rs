//! Entries as they are, and edits of them that were not made yet: what would be written, and
//! what is wrong with it.
//!
//! An edit is judged on the text of the file, in memory, and the edition is looked at as it
//! would be then: so the verdict is the one of `check`, and the one that saving goes by.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use serde_yaml::Mapping;

use super::{advice::advice, describe::point, fault::Fault, names::EntryName};
use crate::{
    diag::{Diagnostic, Problem},
    disk::today,
    edit::{self, List, Operation, Sidecar},
    edition::{Change, OpenEdition, check_edit, is_refused},
    io::SourceFile,
    preview::{state::PreviewState, undos::name_of},
};

/// An edit of an annotation, a term or a source.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Draft {
    /// What is edited: `annotations` if not said, `terms` or `sources`.
    #[serde(default = "annotations")]
    pub(super) list: List,
    /// The slug of the article, for an annotation.
    #[serde(default)]
    pub(super) article: String,
    /// What would be done: `{op, id, fields}`; the id of a new annotation may be empty,
    /// and is then made from what it says.
    pub(super) edit: Operation,
    /// The sidecar of the article that a new annotation goes into; if not said, the one that
    /// `annotate` chooses.
    #[serde(default, rename = "file")]
    pub(super) home: Option<String>,
    /// The version of the entry that the edit rests on, as `GET entry` told it.
    pub(super) if_match: Option<String>,
    /// The number of the undo that this edit is to be a part of: an entry is saved again and
    /// again while it is typed, and taken back at once.
    pub(super) continues: Option<u64>,
}

/// Names an entry of a list; an annotation by its article, too.
#[derive(Deserialize)]
pub(super) struct Name {
    list: List,
    #[serde(default)]
    article: String,
    id: String,
}

const fn annotations() -> List {
    List::Annotations
}

/// Answers `GET entry`.
pub(super) fn entry(_: &PreviewState, edition: &OpenEdition, name: Name) -> Result<Value, Fault> {
    let Name { list, article, id } = &name;
    let file = match path_of(*list) {
        Some(path) => edition.text(path),
        None => with_entry(sidecars(edition, article)?, id),
    };
    let file = file.ok_or_else(|| Fault::missing(list.of(), id))?;
    let fields = edit::fields_of(*list, &file, id)?;
    let called = EntryName::new(edition, *list, article, id);
    let status = fields.get("status").and_then(|status| status.as_str());
    Ok(json!({
        "file": &*file.path,
        "label": called.label,
        "number": called.number,
        "status": (*list == List::Annotations).then(|| status.unwrap_or("published")),
        "fields": fields,
        "yaml": yaml_of(*list, &file, id),
        "version": edit::version(*list, &file, id),
    }))
}

/// Answers `POST check`: with the file that would be written (and, of a new annotation, those
/// that it may be written to), the entry as it would stand
/// there, what would be wrong that is not wrong now, errors first, and where the annotation
/// would stand, if its passage is found.
pub(super) fn check(
    state: &PreviewState,
    edition: &OpenEdition,
    draft: Draft,
) -> Result<Value, Fault> {
    let draft = Draft { if_match: None, ..draft.completed(edition)? };
    let Draft { list, article, edit, .. } = &draft;
    let Outcome { file, found, then } = draft.outcome(state, edition)?;
    Ok(json!({
        "id": edit.id(),
        "file": &*file.path,
        "files": draft.homes(edition),
        "yaml": yaml_of(*list, &file, edit.id()),
        "is_sound": !is_refused(&found),
        "problems": problems(&found, &draft, &file),
        "lands": then.and_then(|then| landing(&then, article, edit.id())),
    }))
}

/// Answers `POST render-note`: with the element of the note as the page of its article would
/// hold it, drafts included, and what `check` says of it.
pub(super) fn render_note(
    state: &PreviewState,
    edition: &OpenEdition,
    draft: Draft,
) -> Result<Value, Fault> {
    let draft = Draft { if_match: None, ..draft.completed(edition)? };
    let Draft { article, edit, .. } = &draft;
    let Outcome { file, found, then } = draft.outcome(state, edition)?;
    let html =
        state.latest().zip(then).and_then(|(live, then)| live.note(&then, article, edit.id()));
    Ok(json!({
        "id": edit.id(),
        "html": html,
        "problems": problems(&found, &draft, &file),
    }))
}

/// What would come of an edit.
struct Outcome {
    /// The file as it would be.
    file: SourceFile,
    /// What would be wrong that is not wrong now.
    found: Vec<Diagnostic>,
    /// The edition as it would be, after an edit of an annotation.
    then: Option<OpenEdition>,
}

/// Ties what is said of a change to the fields of the entry; `file` is as it would be.
pub(super) fn problems(found: &[Diagnostic], draft: &Draft, file: &SourceFile) -> Vec<Value> {
    let field_of = |one: &Diagnostic| {
        let line = one.place.start.line;
        let is_here = *one.place.path == *file.path;
        let at = is_here.then(|| edit::field_at(draft.list, file, line));
        let (id, field) = at.flatten().filter(|(id, _)| id == draft.edit.id())?;
        let lines = edit::lines_of(draft.list, file, &id).ok();
        let is_of_entry = lines.is_some_and(|lines| lines.start == line);
        match one.problem {
            // What is not there has no line of its own.
            Problem::MissingField { field, .. }
                if is_of_entry && draft.list.fields().contains(&field) =>
            {
                Some(field.to_owned())
            }
            _ => Some(field),
        }
    };
    let problem = |one: &Diagnostic| {
        json!({
            "field": field_of(one),
            "severity": one.severity.as_str(),
            "code": one.problem.code(),
            "message": one.problem.to_string(),
            "help": one.problem.help(),
            "say": advice(&one.problem),
        })
    };
    found.iter().map(problem).collect()
}

/// Returns where the passage of an annotation starts and ends, and how it reads.
fn landing(edition: &OpenEdition, article: &str, id: &str) -> Option<Value> {
    let anchors = edition.anchors(article);
    let status = anchors.get(id)?;
    let range = status.range.as_ref()?;
    let (_, prose) = edition.prose(article, status.language.as_deref())?;
    let (start, end) = (point(&prose, range.start), point(&prose, range.end));
    let shown = prose.quoted(range);
    let mut landing = json!({"start": start, "end": end, "reads": status.text, "shown": shown});
    if let Some(language) = &status.language {
        landing["in"] = language.as_str().into();
    }
    Some(landing)
}

/// Returns an entry as it stands in a file; nothing if it does not.
pub(super) fn yaml_of(list: List, file: &SourceFile, id: &str) -> String {
    let lines = edit::lines_of(list, file, id).unwrap_or_default();
    let first = lines.start.saturating_sub(1);
    file.text.split_inclusive('\n').skip(first).take(lines.len()).collect()
}

impl Draft {
    /// Returns an edit of an annotation that rests on nothing.
    pub(super) fn of_annotation(article: &str, edit: Operation) -> Self {
        let (list, article) = (List::Annotations, article.to_owned());
        Self { list, article, edit, home: None, if_match: None, continues: None }
    }

    /// Returns what the edit does to the entry in a file, in a word.
    pub(super) fn done(&self, file: &SourceFile) -> &'static str {
        let was = edit::fields_of(self.list, file, self.edit.id()).unwrap_or_default();
        name_of(&self.edit, was.get("status").and_then(|status| status.as_str()))
    }

    fn removal(&self) -> Operation {
        Operation::Remove { id: self.edit.id().to_owned() }
    }

    /// Refuses to publish a draft with which anything is wrong.
    pub(super) fn refuse_unsound(
        &self,
        state: &PreviewState,
        edition: &OpenEdition,
    ) -> Result<(), Fault> {
        let Outcome { file, found, .. } = self.outcome(state, edition)?;
        if !is_refused(&found) {
            return Ok(());
        }
        let problems = problems(&found, self, &file);
        Err(Fault::unusable("the draft has errors").with("problems", problems))
    }

    /// Returns what would come of the edit.
    fn outcome(&self, state: &PreviewState, edition: &OpenEdition) -> Result<Outcome, Fault> {
        let file = self.file(edition)?;
        let text = edit::apply(self.list, &file, &self.edit)?.text;
        let mut before = edition.with_drafts();
        let then = before.with_edit(&file.path, &text);
        let change = Change { path: &file.path, list: self.list, text: &text };
        if self.done(&file) == "published"
            && let Ok(without) = edit::apply(self.list, &file, &self.removal())
            && let Some(edition) = before.with_edit(&file.path, &without.text).edition
        {
            // What was wrong with a draft is old, and is told all the same.
            before = edition;
        }
        let found = check_edit(&before, &then, change);
        let is_annotation = self.list == List::Annotations && state.is_loaded();
        let then = then.edition.filter(|_| is_annotation);
        Ok(Outcome { file: SourceFile::new(file.path, text), found, then })
    }

    /// Returns the fields of the entry as it is.
    pub(super) fn fields(&self, edition: &OpenEdition) -> Result<Mapping, Fault> {
        Ok(edit::fields_of(self.list, &self.file(edition)?, self.edit.id())?)
    }

    /// Returns the draft as it is written: of an annotation, with its dates, and with an
    /// id if it is a new one that has none.
    pub(super) fn completed(self, edition: &OpenEdition) -> Result<Self, Fault> {
        if self.list != List::Annotations {
            return Ok(self);
        }
        let sidecars = sidecars(edition, &self.article)?;
        let edit = match self.edit {
            Operation::Add { id, fields } if id.is_empty() => {
                let entries = sidecars.iter().flat_map(|sidecar| &sidecar.entries);
                let taken: Vec<String> = entries.map(|(id, _)| id.clone()).collect();
                Operation::Add { id: edit::new_id(&fields, &taken), fields }
            }
            edit => edit,
        };
        let old = sidecars.iter().find_map(|sidecar| sidecar.fields_of(edit.id()));
        let edit = edit::dated(edit, old, today());
        Ok(Self { edit, ..self })
    }

    /// Returns the path of the file that `annotate` chooses for a new annotation.
    fn usual_home(&self, fields: &Mapping, sidecars: &[Sidecar]) -> String {
        let kind = fields.get("kind").and_then(|kind| kind.as_str()).unwrap_or("note");
        edit::default_sidecar(&self.article, kind, sidecars)
    }

    /// Returns the path of the file that a new annotation goes into.
    fn home(&self, fields: &Mapping, sidecars: &[Sidecar]) -> Result<String, Fault> {
        let usual = self.usual_home(fields, sidecars);
        match &self.home {
            Some(home) if *home != usual => {
                let is_there = sidecars.iter().any(|one| *one.file.path == **home);
                let missing = || Fault::missing("file of the article", home);
                is_there.then(|| home.clone()).ok_or_else(missing)
            }
            _ => Ok(usual),
        }
    }

    /// Returns the paths of the files that a new annotation may go into, those of its article.
    fn homes(&self, edition: &OpenEdition) -> Option<Vec<String>> {
        let Operation::Add { fields, .. } = &self.edit else { return None };
        let sidecars = sidecars(edition, &self.article).ok()?;
        let usual = self.usual_home(fields, &sidecars);
        let paths = sidecars.iter().map(|one| one.file.path.to_string()).chain([usual]);
        Some(paths.collect::<BTreeSet<_>>().into_iter().collect())
    }

    /// Returns the file that the edit is made in. For an annotation it is the sidecar that
    /// has it or, for a new one, the one that `annotate` chooses, too.
    pub(super) fn file(&self, edition: &OpenEdition) -> Result<SourceFile, Fault> {
        let or_empty =
            |path: &str| edition.text(path).unwrap_or_else(|| SourceFile::new(path, String::new()));
        if let Some(path) = path_of(self.list) {
            return Ok(or_empty(path));
        }
        let sidecars = sidecars(edition, &self.article)?;
        let id = self.edit.id();
        let home = match &self.edit {
            Operation::Add { fields, .. } => Some(self.home(fields, &sidecars)?),
            _ => None,
        };
        // An id that is taken is refused by the file that has it.
        let found = with_entry(sidecars, id).or_else(|| home.map(|path| or_empty(&path)));
        found.ok_or_else(|| match self.if_match {
            Some(_) => changed().with("current", ""),
            None => Fault::missing("annotation", id),
        })
    }
}

/// Returns what is said if an entry is not what an edit rests on.
pub(super) fn changed() -> Fault {
    Fault::new(StatusCode::PRECONDITION_FAILED, "this entry was changed on disk")
}

/// Returns the path of the file that is a whole list; annotations have many.
const fn path_of(list: List) -> Option<&'static str> {
    match list {
        List::Annotations => None,
        List::Terms => Some("content/glossary.yaml"),
        List::Sources => Some("content/sources.yaml"),
    }
}

/// Returns the sidecars of an article that can be read.
fn sidecars(edition: &OpenEdition, article: &str) -> Result<Vec<Sidecar>, Fault> {
    let paths = edition.sidecars(article).ok_or_else(|| Fault::no_article(article))?;
    Ok(paths.iter().filter_map(|path| Sidecar::new(edition.text(path)?).ok()).collect())
}

fn with_entry(sidecars: Vec<Sidecar>, id: &str) -> Option<SourceFile> {
    sidecars.into_iter().find(|sidecar| sidecar.fields_of(id).is_some()).map(|found| found.file)
}
