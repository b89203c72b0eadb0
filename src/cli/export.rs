//! `postil export`: the edition in formats that other programs read.

use std::path::{Path, PathBuf};

use clap::{Args, builder::PossibleValuesParser};

use super::{Failure, Format as Diagnostics, console::Console, find_root, print};
use crate::{
    diag::{Severity, nearest_name},
    disk::{self, FolderInput},
    edition::{Drafts, Options},
    export::{self, Edition, Format},
    io::Input,
    site,
};

/// Arguments of `export`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The format
    #[arg(long, value_name = "FORMAT", value_parser = formats())]
    format: String,
    /// The file to write [default: standard output]
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Export drafts, too
    #[arg(long)]
    drafts: bool,
    /// The article, by the name of its folder [default: all]
    article: Option<String>,
}

fn formats() -> PossibleValuesParser {
    PossibleValuesParser::new(Format::ALL.map(Format::as_str))
}

pub(super) fn run(
    arguments: &Arguments,
    root: Option<&Path>,
    console: &Console,
) -> Result<(), Failure> {
    let format = Format::from_name(&arguments.format)
        .ok_or_else(|| Failure::Usage(format!("there is no format `{}`", arguments.format)))?;
    let root = find_root(root)?;
    let drafts = if arguments.drafts { Drafts::Include } else { Drafts::Exclude };
    let options = Options { drafts, ..Options::default() };
    let input = FolderInput::new(&root);
    let (edition, mut report) = site::export(&options, &input);
    let Some(mut edition) = edition.filter(|_| !report.is_failed()) else {
        report.diagnostics.retain(|diagnostic| diagnostic.severity == Severity::Error);
        console.diagnostics(&report.diagnostics, Diagnostics::Human)?;
        return Err(Failure::Edition);
    };
    if let Some(slug) = &arguments.article {
        choose(&mut edition, slug)?;
    }
    if format.is_of_one_article() && edition.articles.len() > 1 {
        return Err(Failure::Usage(format!(
            "`{}` holds one article; say which: {}",
            format.as_str(),
            edition.articles.iter().map(|one| one.slug.as_str()).collect::<Vec<_>>().join(", ")
        )));
    }
    let read = |path: &str| input.read(path).ok();
    let bytes = export::write(format, &edition, &read);
    match &arguments.output {
        None => print(&bytes),
        Some(file) => disk::write_whole(file, &bytes)
            .map_err(|error| Failure::Machine(format!("{}: {error}", file.display()))),
    }
}

/// Leaves one article in the edition.
fn choose(edition: &mut Edition, slug: &str) -> Result<(), Failure> {
    let slugs: Vec<String> = edition.articles.iter().map(|one| one.slug.clone()).collect();
    if !edition.narrow(slug) {
        let hint = nearest_name(slug, slugs.iter().map(String::as_str))
            .map(|name| format!("; did you mean `{name}`?"))
            .unwrap_or_default();
        return Err(Failure::Usage(format!("there is no article `{slug}` to export{hint}")));
    }
    Ok(())
}
